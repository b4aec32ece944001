import { createHash } from "node:crypto";
import type { AwsReply, AwsRequest, AwsService } from "./aws-endpoint.ts";
import { AwsError, jsonService, parseJson } from "./aws-json.ts";
import type { Local } from "./context.ts";

type ParameterRow = {
  readonly name: string;
  readonly type: string;
  readonly value: string;
  readonly version: number;
  readonly modified_at: number;
};

/** Parameter Store, as far as functions use it: `GetParameter` and `PutParameter`, kept in the laptop's file. */
export function parameterStore({ db, clock, region, accountId }: Local): AwsService {
  db.exec(`create table if not exists parameters (name text primary key, type text not null, value text not null,
    version integer not null, modified_at integer not null)`);
  const select = db.prepare("select * from parameters where name = ?");
  const find = (name: unknown) => select.get(String(name)) as ParameterRow | undefined;
  const write = db.prepare("insert or replace into parameters values (?, ?, ?, ?, ?)");
  return jsonService("ssm", {
    GetParameter: ({ Name, WithDecryption }) => {
      const row = find(Name);
      if (row === undefined) throw new AwsError("ParameterNotFound", `No parameter ${Name}`);
      const isHidden = row.type === "SecureString" && WithDecryption !== true;
      const Parameter = {
        Name: row.name,
        Type: row.type,
        // Not the value, as from AWS, so that whoever forgets to ask for decryption finds out here.
        Value: isHidden ? createHash("sha256").update(row.value).digest("base64") : row.value,
        Version: row.version,
        LastModifiedDate: row.modified_at / 1000,
        ARN: `arn:aws:ssm:${region}:${accountId}:parameter/${row.name.replace(/^\//, "")}`,
        DataType: "text",
      };
      return { Parameter };
    },
    PutParameter: ({ Name, Value, Type, Overwrite }) => {
      const row = find(Name);
      if (row !== undefined && Overwrite !== true)
        throw new AwsError(
          "ParameterAlreadyExists",
          `Parameter ${Name} exists, and Overwrite was not asked for`,
        );
      const type = Type ?? row?.type;
      if (typeof Name !== "string" || typeof Value !== "string" || typeof type !== "string")
        throw new AwsError(
          "ValidationException",
          "PutParameter needs a Name, a Value and, for a new one, a Type",
        );
      const version = (row?.version ?? 0) + 1;
      write.run(Name, type, Value, version, clock.now().getTime());
      return { Version: version, Tier: "Standard" };
    },
  });
}

/** Lambda's `Invoke`, for functions that start others; a name that `functions` throws at is taken as not found. */
export function lambdaApi({ functions }: Pick<Local, "functions">): AwsService {
  return {
    name: "lambda",
    handle: async (request) => {
      const [, encoded] = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/.exec(request.path) ?? [];
      if (encoded === undefined || request.method !== "POST")
        return refusal(404, "UnknownOperationException", "Of Lambda's API, a laptop has Invoke alone");
      const text = request.body.toString("utf8");
      const event = text === "" ? {} : parseJson(text);
      if (event === undefined)
        return refusal(400, "InvalidRequestContentException", "The payload is not JSON");
      const name = decodeURIComponent(encoded);
      try {
        return await invoke(functions, name, event, request);
      } catch {
        return refusal(404, "ResourceNotFoundException", `Function not found: ${name}`);
      }
    },
  };
}

async function invoke(
  functions: Local["functions"],
  name: string,
  event: unknown,
  request: AwsRequest,
): Promise<AwsReply> {
  const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (type === "Event") {
    functions.invokeAsync(name, event);
    return { status: 202 };
  }
  if (type !== "RequestResponse")
    return refusal(400, "InvalidParameterValueException", `A laptop has no invocation type ${type}`);
  const result = await functions.invoke(name, event);
  const headers = { "content-type": "application/json", "x-amz-executed-version": "$LATEST" };
  if (result.kind === "returned")
    return { status: 200, headers, body: JSON.stringify(result.payload ?? null) };
  const { errorType, errorMessage } = result;
  return {
    status: 200,
    headers: { ...headers, "x-amz-function-error": "Unhandled" },
    body: JSON.stringify({ errorType, errorMessage }),
  };
}

const refusal = (status: number, code: string, message: string): AwsReply => ({
  status,
  headers: { "content-type": "application/json", "x-amzn-errortype": code },
  body: JSON.stringify({ Type: "User", Message: message }),
});
