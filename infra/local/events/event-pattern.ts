import { type FieldTest, fieldTest, invalid, OPERATOR_NAMES } from "./pattern-operators.ts";

/** Fields that must all pass, each with tests of which one must; a pattern is a list of such ways to match. */
type Way = readonly (readonly [path: string, tests: readonly FieldTest[]])[];

/** A value of the event and, for each array it lies in, at which place. */
type Leaf = { readonly value: unknown; readonly places: ReadonlyMap<number, number> };

const compiled = new WeakMap<object, readonly Way[]>();

/**
 * Whether an event passes a pattern of an EventBridge rule or of a Lambda event source's filter, both as parsed
 * JSON. Two fields that lie in different members of one array never match together; a path is joined with dots.
 * Unlike AWS, 300 and 300.0 are one number, as JSON.parse has it. Throws on an invalid pattern.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  const leaves = leavesOf(event);
  return waysOf(pattern).some((way) => isMet(way, leaves, new Map()));
}

/** Throws, naming operator and field, where AWS would refuse the pattern. */
export function checkPattern(pattern: unknown): void {
  waysOf(pattern);
}

function waysOf(pattern: unknown): readonly Way[] {
  if (!isObject(pattern)) throw invalid("it must be an object", "");
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const ways = compile(pattern, "");
  compiled.set(pattern, ways);
  return ways;
}

function compile(pattern: object, prefix: string): readonly Way[] {
  const members = Object.entries(pattern);
  if (members.length === 0) throw invalid("an object must not be empty", prefix.slice(0, -1));
  return members
    .map(([name, value]) => compileMember(name, value, prefix))
    .reduce((ways, more) => ways.flatMap((way) => more.map((other) => [...way, ...other])));
}

function compileMember(name: string, value: unknown, prefix: string): readonly Way[] {
  const path = prefix + name;
  if (isAlternatives(name, value)) return value.flatMap((alternative) => compile(alternative, prefix));
  if (isObject(value)) return compile(value, `${path}.`);
  if (!Array.isArray(value)) throw invalid("a field takes an object or a list", path);
  if (value.length === 0) throw invalid("a list must not be empty", path);
  return [[[path, value.map((entry) => fieldTest(entry, path))]]];
}

/** `$or` is an operator only with two or more objects that name fields; otherwise it is a field of that name. */
function isAlternatives(name: string, value: unknown): value is readonly object[] {
  return (
    name === "$or" &&
    Array.isArray(value) &&
    value.length > 1 &&
    value.every((each) => isObject(each) && !Object.keys(each).some((key) => OPERATOR_NAMES.has(key)))
  );
}

function isMet(way: Way, leaves: ReadonlyMap<string, readonly Leaf[]>, places: Leaf["places"]): boolean {
  const [field, ...rest] = way;
  if (field === undefined) return true;
  const [path, tests] = field;
  const found = leaves.get(path) ?? [];
  if (found.length === 0) return tests.some(({ kind }) => kind === "absent") && isMet(rest, leaves, places);
  return found.some(
    (leaf) =>
      isTogether(leaf.places, places) &&
      tests.some((test) => test.kind === "value" && test.accepts(leaf.value)) &&
      isMet(rest, leaves, new Map([...places, ...leaf.places])),
  );
}

function isTogether(one: Leaf["places"], other: Leaf["places"]): boolean {
  for (const [array, place] of one) if ((other.get(array) ?? place) !== place) return false;
  return true;
}

/** By path, every value of the event that is neither object nor array; those inside arrays share a path. */
function leavesOf(event: unknown): ReadonlyMap<string, readonly Leaf[]> {
  const leaves = new Map<string, Leaf[]>();
  let arrays = 0;
  const visit = (value: unknown, path: string, places: Leaf["places"]): void => {
    if (Array.isArray(value)) {
      const array = arrays++;
      value.forEach((member, place) => {
        visit(member, path, new Map([...places, [array, place]]));
      });
    } else if (isObject(value)) {
      for (const [name, member] of Object.entries(value))
        visit(member, path === "" ? name : `${path}.${name}`, places);
    } else {
      const known = leaves.get(path);
      if (known === undefined) leaves.set(path, [{ value, places }]);
      else known.push({ value, places });
    }
  };
  visit(event, "", new Map());
  return leaves;
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
