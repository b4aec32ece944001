import * as z from "zod";

type Issue = z.core.$ZodRawIssue;
type Of<Code extends Issue["code"]> = Extract<Issue, { code: Code }>;

/** Says in plain words, to follow a field's name, what is wrong with it where its schema has no words of its own. */
export function wordsFor(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return wordsForType(issue);
    case "invalid_format":
      return FORMATS[issue.format] ?? "is not written as it has to be";
    case "invalid_value":
      return wordsForChoice(issue.values, issue.input);
    case "invalid_union":
      return wordsForUnion(issue);
    case "unrecognized_keys":
      return wordsForKeys(keysOf(issue.inst));
    case "too_small":
      return wordsForLeast(issue);
    case "too_big":
      return wordsForMost(issue);
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_key":
    case "invalid_element":
    case "custom":
      return "is not possible here";
    default:
      return issue satisfies never;
  }
}

const DAY = "must be a day as YYYY-MM-DD";
const WHOLE_NUMBER = "must be a whole number";

const FORMATS: Readonly<Record<string, string>> = {
  date: DAY,
  datetime: "must be a time such as 2026-12-01T09:30:00Z",
  email: "must be an e-mail address",
};

const TYPES: Readonly<Record<string, string>> = {
  string: "must be text",
  number: "must be a number",
  int: WHOLE_NUMBER,
  boolean: "must be true or false",
  array: "must be a list",
  object: "must be an object with fields of its own",
  record: "must be an object with fields of its own",
};

function wordsForType({ expected, input, inst, path = [] }: Of<"invalid_type">): string {
  // What is no JSON at all is read as nothing.
  if (path.length === 0 && expected === "object") return "must be an object in JSON";
  if (input === undefined) return "must be given";
  if (inst instanceof z.core.$ZodISODate) return DAY;
  if (inst instanceof z.ZodNumber && inst.isInt) return WHOLE_NUMBER;
  return TYPES[expected] ?? "is of another type than is wanted";
}

function wordsForChoice(values: readonly unknown[], chosen: unknown): string {
  const choice = values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(", ")}`;
  return chosen === undefined ? `must be given: ${choice}` : `must be ${choice}`;
}

function wordsForUnion(issue: Of<"invalid_union">): string {
  const { discriminator, input } = issue;
  if (discriminator === undefined || !("options" in issue) || !Array.isArray(issue.options))
    return "has none of the forms that it may have";
  const chosen = Object.entries(Object(input)).find(([name]) => name === discriminator)?.[1];
  return wordsForChoice(issue.options, chosen);
}

function keysOf(inst: Issue["inst"]): string[] {
  if (inst instanceof z.core.$ZodObject) return Object.keys(inst._zod.def.shape);
  if (inst instanceof z.core.$ZodRecord) return [...(inst._zod.def.keyType._zod.values ?? [])].map(String);
  return [];
}

const wordsForKeys = (known: readonly string[]): string =>
  known.length === 0 ? "is not known here; nothing is" : `is not known here; there is ${known.join(", ")}`;

function wordsForLeast({ origin, minimum, inclusive }: Of<"too_small">): string {
  if (origin === "string" && minimum === 1) return "is empty and must not be";
  if (origin === "string") return `must have ${minimum} characters or more`;
  if (origin === "array") return `must list ${minimum} or more`;
  return inclusive === false ? `must be more than ${minimum}` : `must be ${minimum} or more`;
}

function wordsForMost({ origin, maximum, inclusive }: Of<"too_big">): string {
  if (origin === "string") return `must have ${maximum} characters or less`;
  if (origin === "array") return `must list ${maximum} or less`;
  return inclusive === false ? `must be less than ${maximum}` : `must be ${maximum} or less`;
}
