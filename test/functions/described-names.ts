import { ACCESS_ROLES, type AccessRole } from "#shared/lambda/api.ts";
import { openApiDocument } from "../../infra/openapi/document.ts";

const { paths, components } = openApiDocument();

type Schema = {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly anyOf?: readonly Schema[];
};

function operationOf(route: string) {
  const [method = "", path = ""] = route.split(" ");
  const operation = paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${route} is not described`);
  return operation;
}

/** The role that the description says a route wants, and the next one below, which is not enough. */
export function describedRoles(route: string): { readonly role: AccessRole; readonly below: string } {
  const [role] = operationOf(route).security[0]?.token ?? [];
  if (role === undefined) throw new Error(`${route} wants no role`);
  return { role, below: ACCESS_ROLES[ACCESS_ROLES.indexOf(role) - 1] ?? "nobody" };
}

/** What the description says that a route's query may have, in the order of names. */
export const describedParameters = (route: string): string[] =>
  (operationOf(route).parameters ?? [])
    .filter((parameter) => parameter.in === "query")
    .map(({ name }) => name)
    .sort();

/** What it says that a route's body may have, in JSON; of several forms, all of them together. */
export function describedFields(route: string): string[] {
  const { schema } = operationOf(route).requestBody?.content["application/json"] ?? { schema: {} };
  return [...new Set(fieldsOf(schema as Schema))].sort();
}

function fieldsOf({ $ref, properties = {}, anyOf = [] }: Schema): string[] {
  const named = $ref === undefined ? {} : components.schemas[$ref.split("/").at(-1) ?? ""];
  return [
    ...Object.keys(properties),
    ...anyOf.flatMap(fieldsOf),
    ...($ref === undefined ? [] : fieldsOf(named as Schema)),
  ];
}

/** The names that a route says there are, where it was asked for one that there is not. */
export function namesIn(
  errors: readonly { readonly path: string; readonly message: string }[],
  asked: string,
) {
  const message = errors.find(({ path }) => path === asked)?.message ?? "";
  const [, names] = /^is not known here; (?:nothing is|there is (.+))$/.exec(message) ?? [message, message];
  return (names ?? "")
    .split(", ")
    .filter((name) => name !== "")
    .sort();
}
