import type { AwsReply, AwsRequest, AwsService } from "./aws-endpoint.ts";

/** An error that a service answers with, so that SDK clients throw it as a class of that name. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

type Operation = (input: Readonly<Record<string, unknown>>) => unknown;

/** A service of the AWS JSON 1.1 protocol: the operation in `X-Amz-Target`, input and output as JSON. */
export function jsonService(name: string, operations: Readonly<Record<string, Operation>>): AwsService {
  return {
    name,
    handle: async (request) => {
      try {
        return jsonReply(200, await operationOf(request, name, operations)(inputOf(request)));
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return jsonReply(error.status, { __type: error.code, message: error.message });
      }
    },
  };
}

function operationOf(
  request: AwsRequest,
  service: string,
  operations: Readonly<Record<string, Operation>>,
): Operation {
  const target = String(request.headers["x-amz-target"]).split(".").at(-1) ?? "";
  const operation = Object.hasOwn(operations, target) ? operations[target] : undefined;
  if (operation === undefined)
    throw new AwsError("UnknownOperationException", `${service} has no ${target} on a laptop`);
  return operation;
}

function inputOf(request: AwsRequest): Readonly<Record<string, unknown>> {
  const input = parseJson(request.body.toString("utf8"));
  if (!isRecord(input)) throw new AwsError("SerializationException", "The request is not a JSON object");
  return input;
}

const jsonReply = (status: number, body: unknown): AwsReply => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(body),
});

/** The value, or undefined where the text is not JSON; the parser's own error would quote the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
