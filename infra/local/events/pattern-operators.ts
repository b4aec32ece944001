import { BlockList, isIPv4, isIPv6 } from "node:net";

/** What one entry of a pattern's list asks of a field: to be absent, or to have a value that it accepts. */
export type FieldTest =
  | { readonly kind: "absent" }
  | { readonly kind: "value"; readonly accepts: (value: unknown) => boolean };

type Accepts = (value: unknown) => boolean;

/** EventBridge compares numbers between -5.0e9 and 5.0e9 inclusive. */
const NUMERIC_LIMIT = 5e9;

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  "=": (value, bound) => value === bound,
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
};

const OPERATORS: Readonly<Record<string, (operand: unknown, at: string) => Accepts>> = {
  prefix: (operand, at) => affix("prefix", operand, at),
  suffix: (operand, at) => affix("suffix", operand, at),
  "equals-ignore-case": (operand, at) => equalsIgnoreCase(text("equals-ignore-case", operand, at)),
  wildcard: (operand, at) => wildcard(text("wildcard", operand, at), at),
  numeric,
  cidr,
  "anything-but": anythingBut,
};

/** Names that a member of `$or` may not have as a field, or else the `$or` is taken for a field itself. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set([...Object.keys(OPERATORS), "exists"]);

/** Reads one entry of a pattern's list; throws, naming the operator and the field, where AWS would refuse it. */
export function fieldTest(entry: unknown, at: string): FieldTest {
  if (entry === null || ["string", "number", "boolean"].includes(typeof entry))
    return { kind: "value", accepts: (value) => value === entry };
  const [name, operand] = onlyMember(entry, at);
  if (name === "exists") {
    if (typeof operand !== "boolean") throw invalid(`"exists" takes true or false`, at);
    return operand ? { kind: "value", accepts: () => true } : { kind: "absent" };
  }
  const operator = OPERATORS[name];
  if (operator === undefined) throw invalid(`unknown operator "${name}"`, at);
  return { kind: "value", accepts: operator(operand, at) };
}

export const invalid = (what: string, at: string): Error =>
  new Error(`Event pattern: ${what}${at === "" ? "" : ` at ${at}`}`);

function onlyMember(entry: unknown, at: string): readonly [string, unknown] {
  const members =
    typeof entry === "object" && entry !== null && !Array.isArray(entry) ? Object.entries(entry) : [];
  const [member] = members;
  if (member === undefined || members.length !== 1)
    throw invalid("a match is a string, number, true, false, null or an object with one operator", at);
  return member;
}

function text(name: string, operand: unknown, at: string): string {
  if (typeof operand !== "string") throw invalid(`"${name}" takes a string`, at);
  return operand;
}

function affix(name: "prefix" | "suffix", operand: unknown, at: string): Accepts {
  const has = (value: string, part: string) =>
    name === "prefix" ? value.startsWith(part) : value.endsWith(part);
  if (typeof operand === "string") return (value) => typeof value === "string" && has(value, operand);
  if (typeof operand !== "object") throw invalid(`"${name}" takes a string`, at);
  const [inner, part] = onlyMember(operand, at);
  if (inner !== "equals-ignore-case") throw invalid(`unknown operator "${inner}" inside "${name}"`, at);
  const lower = text(inner, part, at).toLowerCase();
  return (value) => typeof value === "string" && has(value.toLowerCase(), lower);
}

function equalsIgnoreCase(operand: string): Accepts {
  const lower = operand.toLowerCase();
  return (value) => typeof value === "string" && value.toLowerCase() === lower;
}

/** `*` stands for any characters, none included; `\*` and `\\` for the characters themselves. */
function wildcard(operand: string, at: string): Accepts {
  let source = "";
  let wasStar = false;
  for (let i = 0; i < operand.length; i++) {
    let char = operand.charAt(i);
    const isStar = char === "*";
    if (isStar && wasStar) throw invalid('"wildcard" has two * in a row', at);
    wasStar = isStar;
    if (char === "\\") {
      char = operand.charAt(++i);
      if (char !== "*" && char !== "\\") throw invalid('"wildcard" escapes only * and \\', at);
    }
    source += isStar ? ".*" : literal(char);
  }
  const whole = new RegExp(`^${source}$`, "su");
  return (value) => typeof value === "string" && whole.test(value);
}

const literal = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|]/, "\\$&");

function numeric(operand: unknown, at: string): Accepts {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4))
    throw invalid(`"numeric" takes a comparison and a number, or a lower and an upper bound`, at);
  const parts = [operand.slice(0, 2), operand.slice(2)].filter((pair) => pair.length > 0);
  const bounds = parts.map(([sign, bound]: unknown[]) => {
    const compare = COMPARISONS[String(sign)];
    if (compare === undefined) throw invalid(`unknown comparison "${sign}" in "numeric"`, at);
    if (typeof bound !== "number" || Math.abs(bound) > NUMERIC_LIMIT)
      throw invalid(`"numeric" takes numbers from -5.0e9 to 5.0e9`, at);
    return { sign: String(sign), compare, bound };
  });
  const [low, high] = bounds;
  if (low !== undefined && high !== undefined)
    if (!low.sign.startsWith(">") || !high.sign.startsWith("<") || low.bound >= high.bound)
      throw invalid(`"numeric" with two bounds takes the lower one first`, at);
  return (value) => typeof value === "number" && bounds.every(({ compare, bound }) => compare(value, bound));
}

function cidr(operand: unknown, at: string): Accepts {
  const [address = "", bits = "", ...rest] = text("cidr", operand, at).split("/");
  const family = isIPv4(address) ? "ipv4" : isIPv6(address) ? "ipv6" : undefined;
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (family === undefined || rest.length > 0 || !(length <= (family === "ipv4" ? 32 : 128)))
    throw invalid(`"cidr" takes an address and a prefix length, as in 10.0.0.0/24`, at);
  const block = new BlockList();
  block.addSubnet(address, length, family);
  const isOfFamily = family === "ipv4" ? isIPv4 : isIPv6;
  return (value) => typeof value === "string" && isOfFamily(value) && block.check(value, family);
}

/** Everything that the operand does not accept, values of other types included. */
function anythingBut(operand: unknown, at: string): Accepts {
  const isNested = typeof operand === "object" && operand !== null && !Array.isArray(operand);
  const barred = isNested ? nestedBars(operand, at) : listOf(operand, ["string", "number"], at).map(exactly);
  return (value) => !barred.some((bars) => bars(value));
}

const exactly =
  (barred: unknown): Accepts =>
  (value) =>
    value === barred;

function nestedBars(operand: object, at: string): readonly Accepts[] {
  const [name, inner] = onlyMember(operand, at);
  const operator = ["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(name)
    ? OPERATORS[name]
    : undefined;
  if (operator === undefined) throw invalid(`unknown operator "${name}" inside "anything-but"`, at);
  return listOf(inner, ["string"], at).map((part) => {
    if (part === "") throw invalid(`"${name}" inside "anything-but" takes a string that is not empty`, at);
    return operator(part, at);
  });
}

function listOf(operand: unknown, types: readonly string[], at: string): readonly unknown[] {
  const list: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  const type = typeof list[0];
  if (!types.includes(type) || !list.every((each) => typeof each === type))
    throw invalid(`"anything-but" takes ${types.join("s or only ")}s`, at);
  return list;
}
