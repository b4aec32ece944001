import { isRecord, parseJson } from "../aws-json.ts";
import { jsonPath } from "./json-path.ts";
import type { Envelope } from "./put-events.ts";

/** What the predefined variables of an input template stand for besides the event. */
type RuleContext = { readonly ruleArn: string; readonly ruleName: string; readonly ingestedAt: Date };

/** Gives the JSON text that a target receives for an event. */
export type TargetInput = (event: Envelope, context: RuleContext) => string;

/**
 * Reads a target's `Input`, `InputPath` or `InputTransformer`; by default a target receives the whole event.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput(target: Readonly<Record<string, unknown>>): TargetInput {
  const { Input, InputPath, InputTransformer } = target;
  if ([Input, InputPath, InputTransformer].filter((given) => given !== undefined).length > 1)
    throw new Error("A target takes one of Input, InputPath and InputTransformer");
  if (typeof Input === "string") {
    if (parseJson(Input) === undefined) throw new Error("A target's Input must be JSON");
    return () => Input;
  }
  if (typeof InputPath === "string") {
    const read = jsonPath(InputPath);
    return (event) => JSON.stringify(read(event) ?? null);
  }
  if (isRecord(InputTransformer)) return transformer(InputTransformer);
  return (event) => JSON.stringify(event);
}

function transformer({ InputPathsMap = {}, InputTemplate }: Readonly<Record<string, unknown>>): TargetInput {
  if (!isRecord(InputPathsMap)) throw new Error("InputPathsMap must be an object");
  if (typeof InputTemplate !== "string") throw new Error("InputTransformer needs an InputTemplate");
  const paths = Object.entries(InputPathsMap).map(([name, path]) => [name, jsonPath(String(path))] as const);
  return (event, { ruleArn, ruleName, ingestedAt }) => {
    const { detail: _, ...withoutDetail } = event;
    const variables = new Map<string, unknown>([
      ...paths.map(([name, read]) => [name, read(event)] as const),
      ["aws.events.rule-arn", ruleArn],
      ["aws.events.rule-name", ruleName],
      ["aws.events.event.ingestion-time", ingestedAt.toISOString()],
      ["aws.events.event", withoutDetail],
      ["aws.events.event.json", event],
    ]);
    const text = fill(InputTemplate, variables);
    return parseJson(text) === undefined ? JSON.stringify(text) : text;
  };
}

/**
 * Puts values in place of `<name>`: as JSON where the template stands outside quotes, as text within. A variable
 * whose path is not in the event leaves nothing; other words in angle brackets stay.
 */
function fill(template: string, variables: ReadonlyMap<string, unknown>): string {
  let isQuoted = false;
  return template.replace(/\\.|"|<([\w.-]+)>/gs, (found, name: string | undefined) => {
    if (found === '"') isQuoted = !isQuoted;
    if (name === undefined || !variables.has(name)) return found;
    const value = variables.get(name);
    if (!isQuoted) return value === undefined ? '""' : JSON.stringify(value);
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    return JSON.stringify(text).slice(1, -1);
  });
}
