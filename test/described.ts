import { Ajv2020, type AnySchema, type ErrorObject } from "ajv/dist/2020.js";
import type { Reply } from "#shared/lambda/reply.ts";

/** What somebody was answered, as it came, and what they had sent, where it was text. */
type Answered = {
  readonly status: number;
  readonly type: string | undefined;
  readonly body: string;
  readonly sent: string | undefined;
};
type Description = { readonly routes: readonly string[]; check(route: string, answered: Answered): void };

declare global {
  var describedApi: Promise<Description> | undefined;
}

/** The API's description, and what holds answers against it; made once for all test files of a process. */
export async function apiDescription(): Promise<Description> {
  globalThis.describedApi ??= describe();
  return await globalThis.describedApi;
}

/**
 * Throws where a route answers what its description does not say: another status or type, or a body of another shape,
 * a field too many among others; and where it takes JSON that its description does not. Says the route, the status and
 * the place, and nothing of the data.
 */
export async function expectDescribed(
  route: string,
  { statusCode, headers, body }: Reply,
  sent?: string,
): Promise<void> {
  const { check } = await apiDescription();
  const type = headers?.["content-type"];
  check(route, {
    status: statusCode ?? 0,
    type: type === undefined ? undefined : String(type),
    body: body ?? "",
    sent,
  });
}

/** A route's use case by itself, each of whose answers is held against the description. */
export const described =
  <Request extends { readonly route: string; readonly body: string }>(
    answer: (request: Request, now: Date) => Promise<Reply>,
  ) =>
  async (request: Request, now: Date): Promise<Reply> => {
    const reply = await answer(request, now);
    await expectDescribed(request.route, reply, request.body);
    return reply;
  };

const FORMATS = {
  date: /^\d{4}-\d\d-\d\d$/,
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  email: /^[^@\s]+@[^@\s]+$/,
  uri: (text: string) => URL.canParse(text),
};

async function describe(): Promise<Description> {
  const { openApiDocument } = await import("../infra/openapi/document.ts");
  const document = openApiDocument();
  const ajv = new Ajv2020({ strict: false, validateSchema: false, formats: FORMATS });
  ajv.addSchema(document as AnySchema, "api");
  const operations = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, one]) => [`${method.toUpperCase()} ${path}` as string, one] as const,
      ),
    ),
  );

  function misfits(at: string, media: string, body: string): string | undefined {
    const validate = ajv.getSchema(`api${at}/content/${escaped(media)}/schema`);
    if (validate === undefined) throw new Error(`The description has no schema of ${media} at ${at}`);
    const value: unknown = media.endsWith("json") ? JSON.parse(body) : body;
    return validate(value) === true ? undefined : (validate.errors ?? []).slice(0, 8).map(inWords).join("; ");
  }

  return {
    routes: [...operations.keys()],
    check: (route, { status, type, body, sent = "" }) => {
      const operation = operations.get(route);
      // That every route is described is a test of its own.
      if (operation === undefined) return;
      const [method = "", path = ""] = route.split(" ");
      const at = `#/paths/${escaped(path)}/${method.toLowerCase()}`;
      const expectNothing = (wrong: string | undefined) => {
        if (wrong !== undefined)
          throw new Error(`${route} answered ${status}, which is not as described: ${wrong}`);
      };
      const given: Response | undefined = operation.responses[String(status)];
      if (given === undefined) return expectNothing("there is no such status");
      const isTaken = status >= 200 && status < 300 && sent.startsWith("{");
      if (isTaken && operation.requestBody?.content[JSON_TYPE] !== undefined)
        expectNothing(inFront("what was sent: ", misfits(`${at}/requestBody`, JSON_TYPE, sent)));
      const { content } = given.$ref === undefined ? given : named(document, given.$ref);
      if (method === "HEAD") return;
      if (content === undefined) return expectNothing(body === "" ? undefined : "it has no body");
      const media = type?.split(";")[0] ?? "";
      if (!(media in content)) return expectNothing(`the type is ${media || "not given"}`);
      expectNothing(misfits(given.$ref ?? `${at}/responses/${status}`, media, body));
    },
  };
}

const JSON_TYPE = "application/json";
const inFront = (words: string, of: string | undefined) => of && words + of;

type Response = { readonly $ref?: string; readonly content?: Readonly<Record<string, unknown>> };

/** As a step of a JSON pointer in a URI. */
const escaped = (step: string): string =>
  encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"));

function named(document: object, ref: string): Response {
  let at: unknown = document;
  for (const step of ref.split("/").slice(1)) at = Object(at)[step];
  return at as Response;
}

function inWords({ instancePath, message, params }: ErrorObject): string {
  const field = "additionalProperty" in params ? ` (${params.additionalProperty})` : "";
  return `${instancePath || "/"} ${message}${field}`;
}
