import { PERSON_KEY } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { type Answer, askRoute, startOpsTable } from "../ops-routes.ts";

type Caller = { readonly role?: string; readonly email?: string };
export type Routes = Awaited<ReturnType<typeof startPortfolioRoutes>>;

/** The functions behind the routes that write and read the portfolio, on a table of their own; `stop` ends it. */
export async function startPortfolioRoutes() {
  const { table, stop } = await startOpsTable();
  const Value = PERSON_KEY.toString("base64");
  const ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: ssm.url });
  const { handler: save } = await import("../../../functions/save-portfolio/handler.ts");
  const { handler: hold } = await import("../../../functions/place-hold/handler.ts");
  const { handler: read } = await import("../../../functions/read-records/handler.ts");
  const account = "/v1/accounts/{accountId}";
  const contact = `${account}/contacts/{contactId}`;
  const text = (body: unknown) => (typeof body === "string" ? body : JSON.stringify(body));
  return {
    table,
    stop: () => {
      ssm.stop();
      stop();
    },
    putAccount: (accountId: string, body: unknown, caller: Caller = {}) =>
      askRoute(save, `PUT ${account}`, { path: { accountId }, body: text(body), ...caller }),
    putContact: (accountId: string, contactId: string, body: unknown, caller: Caller = {}) =>
      askRoute(save, `PUT ${contact}`, { path: { accountId, contactId }, body: text(body), ...caller }),
    deleteContact: (accountId: string, contactId: string, caller: Caller = {}) =>
      askRoute(save, `DELETE ${contact}`, { path: { accountId, contactId }, ...caller }),
    postHold: (body: unknown, caller: Caller = { role: "csm", email: "ana@vendor.example" }) =>
      askRoute(hold, "POST /v1/holds", { body: text(body), ...caller }),
    deleteHold: (body: unknown, caller: Caller = { role: "csm" }) =>
      askRoute(hold, "DELETE /v1/holds", { body: text(body), ...caller }),
    readAccount: (accountId: string) => askRoute(read, `GET ${account}`, { path: { accountId } }),
    readContact: (accountId: string, contactId: string) =>
      askRoute(read, `GET ${contact}`, { path: { accountId, contactId } }),
    find: (query: Record<string, string> = {}, caller: Caller = { role: "csm" }) =>
      askRoute(read, "GET /v1/accounts", { query, ...caller }),
  };
}

/** Which field, and what is said of it. */
export const errorsOf = ({ errors }: Answer): [string, string][] =>
  (errors as { path: string; message: string }[]).map(({ path, message }) => [path, message]);
