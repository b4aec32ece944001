import { AREAS } from "./areas.ts";
import { type JsonSchema, JsonSchemas } from "./json-schema.ts";
import type { Answer, Area, Content, Operation } from "./operation.ts";
import { PARAMETERS } from "./parameters.ts";
import { COMMON, refusalsOf } from "./refusals.ts";

const DESCRIPTION = `Customer-success surveys: who is asked, what was answered, what is done about it.

Everything is JSON in camelCase; times are in UTC, days are \`YYYY-MM-DD\` in UTC. What is not known is null or absent, never 0.
Errors are problem details (RFC 9457). A list answers \`{items, next}\`: hand \`next\` back as \`cursor\`, with the same filters,
until it is null; cursors are opaque, and a page may be short before the end. A parameter that a GET does not know is refused.
Roles: viewer < csm < ops; each route's security names the least that it wants. Answers are described in full; a later
release may add fields: overlook those you do not know.`;

/** What a route may answer; by reference where it is one of what all may. */
type Response = { readonly $ref?: string; readonly content?: Contents };
type Contents = Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>;
type Responses = Readonly<Record<string, Response>>;

/** The API's description in OpenAPI 3.1, made of the very schemas by which the functions read what they are sent. */
export function openApiDocument(areas: readonly Area[] = AREAS) {
  const schemas = new JsonSchemas();
  const paths: Record<string, Record<string, ReturnType<typeof described>>> = {};
  for (const area of areas)
    for (const [route, operation] of Object.entries(area.routes)) {
      const [method = "", path = ""] = route.split(" ");
      paths[path] = { ...paths[path], [method.toLowerCase()]: described(route, operation, area, schemas) };
    }
  return {
    openapi: "3.1.1",
    info: {
      title: "lifecycle-surveys",
      version: "1",
      description: DESCRIPTION,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    tags: areas.map(({ name, about }) => ({ name, description: about })),
    paths,
    components: {
      responses: Object.fromEntries(
        Object.entries(COMMON).map(([name, refusal]) => [name, response(refusal, schemas)]),
      ),
      schemas: Object.fromEntries(Object.entries(schemas.components).sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "The ID token of an ops user: its groups are their roles, its e-mail who they are.",
        },
      },
    },
  };
}

function described(route: string, operation: Operation, area: Area, schemas: JsonSchemas) {
  const { summary, description, role, body } = operation;
  const parameters = [...pathParameters(route, operation), ...queryParameters(route, operation, schemas)];
  return {
    operationId: operationIdOf(route),
    tags: [area.name],
    summary,
    ...(description === undefined ? {} : { description }),
    security: role === "anyone" ? [] : [{ token: [role] }],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: body.isOptional !== true,
            content: contentOf(body.content, "sent", schemas, body.example),
          },
        }),
    responses: { ...answersOf(operation, schemas), ...refusedBy(operation, schemas) },
  };
}

/** `GET /v1/ctas/{ctaId}` → `getCtasByCtaId`: told apart by all that tells routes apart. */
function operationIdOf(route: string): string {
  const words = route
    .replace("/v1/", "/")
    .replaceAll(/\{(\w+)\}/g, "by-$1")
    .replaceAll(".", "-");
  return words
    .replace(/^[A-Z]+/, (method) => method.toLowerCase())
    .replaceAll(/[ /-]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

const wordsOf = (route: string, { parameters = {} }: Operation, name: string): string => {
  const words = parameters[name] ?? PARAMETERS[name];
  if (words === undefined) throw new Error(`${route}: nothing says what the parameter ${name} is`);
  return words;
};

const pathParameters = (route: string, operation: Operation) =>
  [...route.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => ({
    name,
    in: "path",
    required: true,
    description: wordsOf(route, operation, name),
    schema: { type: "string" },
  }));

function queryParameters(route: string, operation: Operation, schemas: JsonSchemas) {
  if (operation.query === undefined) return [];
  const { properties = {}, required = [] } = schemas.of(operation.query, "sent");
  return Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => ({
    name,
    in: "query",
    ...(required.includes(name) ? { required: true } : {}),
    description: wordsOf(route, operation, name),
    schema,
  }));
}

function contentOf(
  content: Content,
  direction: "sent" | "answered",
  schemas: JsonSchemas,
  example?: unknown,
) {
  return Object.fromEntries(
    Object.entries(content).map(([type, schema]) => [
      type,
      { schema: schemas.of(schema, direction), ...(example === undefined ? {} : { example }) },
    ]),
  );
}

const answersOf = ({ answers }: Operation, schemas: JsonSchemas): Responses =>
  Object.fromEntries(
    Object.entries(answers).map(([status, answer]: [string, Answer]) => [status, response(answer, schemas)]),
  );

function refusedBy(operation: Operation, schemas: JsonSchemas): Responses {
  const own = Object.keys(operation.answers);
  return Object.fromEntries(
    [...refusalsOf(operation)]
      .filter(([status]) => !own.includes(String(status)))
      .map(([status, refusal]) => [
        status,
        typeof refusal === "string"
          ? { $ref: `#/components/responses/${refusal}` }
          : response(refusal, schemas),
      ]),
  );
}

const response = ({ says, content, headers = {}, example }: Answer, schemas: JsonSchemas) => ({
  description: says,
  ...headersOf(headers),
  ...(content === undefined ? {} : { content: contentOf(content, "answered", schemas, example) }),
});

const headersOf = (headers: NonNullable<Answer["headers"]>) =>
  Object.keys(headers).length === 0
    ? {}
    : {
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, says]) => [
            name,
            { description: says, schema: { type: "string" } },
          ]),
        ),
      };
