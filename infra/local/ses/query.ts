import { randomUUID } from "node:crypto";
import { escape as escapeXml } from "html-escaper";
import type { AwsReply } from "../aws-endpoint.ts";

const NAMESPACE = "http://ses.amazonaws.com/doc/2010-12-01/";

/** An error that the service reports to its caller, by the code that the SDK knows it by. */
export class QueryError extends Error {
  override readonly name = "QueryError";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Reads `Name.member.1`, `Name.member.2` … with the given suffix, in order. */
export function membersOf(form: URLSearchParams, name: string, suffix = ""): string[] {
  const members: string[] = [];
  for (let index = 1; ; index++) {
    const value = form.get(`${name}.member.${index}${suffix}`);
    if (value === null) return members;
    members.push(value);
  }
}

/** An answer of the AWS Query protocol: the action's result, as flat elements. */
export function queryReply(action: string, result: Readonly<Record<string, string | number>>): AwsReply {
  const fields = Object.entries(result).map(
    ([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`,
  );
  return xml(
    200,
    `<${action}Response xmlns="${NAMESPACE}"><${action}Result>${fields.join("")}</${action}Result>` +
      `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
  );
}

/** An error of the AWS Query protocol; SES answers 400 to whatever its caller can mend, throttling included. */
export function queryError(error: QueryError): AwsReply {
  return xml(
    400,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${escapeXml(error.code)}</Code>` +
      `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}

function xml(status: number, body: string): AwsReply {
  return { status, headers: { "content-type": "text/xml" }, body };
}
