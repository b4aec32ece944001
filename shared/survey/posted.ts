import type { Question } from "../domain/programs/program.ts";

/** 32 KB: 4,000 characters of any script, several times over. */
const MAX_BODY_BYTES = 32 * 1024;
/** A form spells a byte as `%E3`: three for one, and some room for names. */
const MAX_ENCODED_FORM_BYTES = 4 * MAX_BODY_BYTES;

/** A field that the form hides from people, and that what fills in every field fills in. No question can have this id. */
export const HIDDEN_FIELD = "Subject";

/** What asks to be called back. No question can have this id. */
export const CALL_BACK_FIELD = "callBack";
/** How to reach who asks: read and shown as a short text, which may be left out. No question can have its id. */
export const REACH = {
  questionId: "reach",
  kind: "text",
  length: "short",
  text: "",
  required: false,
} as const satisfies Question;

/** Names the questions that the form came filled in with. No question can have this id. */
export const ANSWERED_FIELD = "Answered";

export type Posted = {
  readonly format: "form" | "json";
  /** By question id; an array where one was given more than once. */
  readonly values: ReadonlyMap<string, unknown>;
  /** The program and version that the form was made from; a plain JSON post may leave them out. */
  readonly programId?: string;
  readonly programVersion?: number;
  /** The questions that the form came filled in with: one that is empty now was cleared. */
  readonly answered?: readonly string[];
  /** The form's hidden field came filled in. JSON has no such field. */
  readonly hiddenField?: true;
  /** Somebody wants to be called back; `reach` as it came. */
  readonly callBack?: { readonly reach: unknown };
};

export type PostedBody =
  | { readonly kind: "posted"; readonly posted: Posted }
  | { readonly kind: "too-large" }
  | { readonly kind: "unsupported" }
  | { readonly kind: "unreadable" };

/** Reads a post by its content type. What the answers are worth, `checkAnswers` says. */
export function readPosted(contentType: string | undefined, body: string): PostedBody {
  const mediaType = contentType?.split(";")[0]?.trim().toLowerCase();
  if (mediaType === "application/x-www-form-urlencoded") return readForm(body);
  if (mediaType === "application/json") return readJson(body);
  return { kind: "unsupported" };
}

function readForm(body: string): PostedBody {
  if (body.length > MAX_ENCODED_FORM_BYTES) return { kind: "too-large" };
  const fields = [...new URLSearchParams(body)];
  const bytes = fields.reduce((sum, field) => sum + Buffer.byteLength(field.join("=&")), 0);
  if (bytes > MAX_BODY_BYTES) return { kind: "too-large" };
  return { kind: "posted", posted: postedOf("form", fields) };
}

function readJson(body: string): PostedBody {
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) return { kind: "too-large" };
  const value = parsed(body);
  if (!isObject(value)) return { kind: "unreadable" };
  const { answers = [], ...flat } = value;
  const listed = listedAnswers(answers);
  if (listed === undefined) return { kind: "unreadable" };
  return { kind: "posted", posted: postedOf("json", [...Object.entries(flat), ...listed]) };
}

/** Answers as a list of `{questionId, value}`, or as an object by question id. */
function listedAnswers(answers: unknown): [string, unknown][] | undefined {
  if (isObject(answers)) return Object.entries(answers);
  if (!Array.isArray(answers)) return undefined;
  const listed = answers.flatMap((answer): [string, unknown][] =>
    isObject(answer) && typeof answer.questionId === "string" ? [[answer.questionId, answer.value]] : [],
  );
  return listed.length === answers.length ? listed : undefined;
}

function postedOf(format: Posted["format"], fields: readonly (readonly [string, unknown])[]): Posted {
  const values = new Map<string, unknown>();
  for (const [name, value] of fields) {
    values.set(name, values.has(name) ? [values.get(name), value].flat() : value);
  }
  const program = values.get("program") ?? undefined;
  const version = values.get("version") ?? undefined;
  values.delete("program");
  values.delete("version");
  const isHiddenFilled = format === "form" && [values.get(HIDDEN_FIELD)].flat().some(Boolean);
  values.delete(HIDDEN_FIELD);
  const answered = format === "form" ? values.get(ANSWERED_FIELD) : undefined;
  if (format === "form") values.delete(ANSWERED_FIELD);
  const callBack = takenCallBack(format, values);
  return {
    format,
    values,
    ...(callBack === undefined ? {} : { callBack }),
    ...(typeof answered === "string" ? { answered: answered.split(" ") } : {}),
    ...(isHiddenFilled ? { hiddenField: true } : {}),
    // Something that is no name or number at all is one that no program has.
    ...(program === undefined ? {} : { programId: typeof program === "string" ? program : "" }),
    ...(version === undefined ? {} : { programVersion: numberOf(version) }),
  };
}

/** Takes the asking out of what was posted. Where nobody asks, its fields stay, as any that the survey does not have. */
function takenCallBack(format: Posted["format"], values: Map<string, unknown>): Posted["callBack"] {
  const asks = values.get(CALL_BACK_FIELD);
  if (asks === false || asks === "") values.delete(CALL_BACK_FIELD);
  const isAsked = format === "form" ? [asks].flat().some(Boolean) : asks === true;
  if (!isAsked) return undefined;
  const reach = values.get(REACH.questionId);
  values.delete(CALL_BACK_FIELD);
  values.delete(REACH.questionId);
  return { reach };
}

function numberOf(value: unknown): number {
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
