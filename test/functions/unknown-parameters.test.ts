import { afterAll, beforeAll, expect, test } from "vitest";
import { saveAccount } from "#shared/dynamodb/portfolio.ts";
import { anAccount } from "../builders.ts";
import { synthesized } from "../infra/synthesized.ts";
import { startEndpoint } from "../remembering-endpoint.ts";
import { describedParameters, describedRoles, namesIn } from "./described-names.ts";
import { askRoute, startOpsTable } from "./ops-routes.ts";

const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  "accept-export": ["GET /v1/exports/{exportId}"],
  "accept-import": [
    "POST /v1/imports",
    "GET /v1/imports/{importId}",
    "GET /v1/mappings",
    "GET /v1/mappings/{mappingId}",
  ],
  "accept-rehearsal": ["GET /v1/rehearsals/{rehearsalId}"],
  "explain-eligibility": [
    "GET /v1/accounts/{accountId}/eligibility",
    "GET /v1/programs/{programId}/forecast",
  ],
  "grade-loop": ["GET /v1/ctas/performance"],
  "query-renewals": ["GET /v1/results/renewals"],
  "query-results": ["GET /v1/results", "GET /v1/results/comparison"],
  "read-records": [
    "GET /v1/accounts",
    "GET /v1/accounts/{accountId}",
    "GET /v1/accounts/{accountId}/contacts",
    "GET /v1/accounts/{accountId}/contacts/{contactId}",
    "GET /v1/accounts/{accountId}/decisions",
    "GET /v1/accounts/{accountId}/scorecard",
    "GET /v1/ctas",
    "GET /v1/ctas/{ctaId}",
    "GET /v1/invitations",
    "GET /v1/programs",
    "GET /v1/programs/{programId}",
    "GET /v1/responses",
    "GET /v1/sending",
  ],
  "weigh-negatives": ["GET /v1/results/negatives"],
  "run-program": ["GET /v1/programs/{programId}/runs", "GET /v1/programs/{programId}/runs/{runId}"],
};
const ROUTES = Object.entries(FOLDERS).flatMap(([folder, routes]) =>
  routes.map((route) => [route, folder] as const),
);

let stop = () => {};
beforeAll(async () => {
  const started = await startOpsTable();
  const Value = Buffer.alloc(32, 7).toString("base64");
  const ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  stop = () => {
    ssm.stop();
    started.stop();
  };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SSM: ssm.url,
    IMPORT_BUCKET: "imports",
    IMPORT_FUNCTION: "import",
    EXPORT_BUCKET: "exports",
    EXPORT_FUNCTION: "export",
    PORTFOLIO_BUCKET: "portfolio",
  });
  await saveAccount(started.table, anAccount({ accountId: "acc-1" }));
});
afterAll(() => stop());

test("every route of ops that takes parameters is here", () => {
  const routes = synthesized("production")
    .ofType("AWS::ApiGatewayV2::Route")
    .filter(([, { Properties }]) => Properties.AuthorizationType === "JWT")
    .map(([, { Properties }]) => String(Properties.RouteKey))
    .filter((route) => route.startsWith("GET ") || route === "POST /v1/imports");
  expect(ROUTES.map(([route]) => route).toSorted()).toEqual(routes.toSorted());
});

test.each(ROUTES)(
  "%s refuses a parameter that it does not know, names those that its description has, and wants the role that it says",
  async (route, folder) => {
    const { handler } = await import(`../../functions/${folder}/handler.ts`);
    const ids = {
      accountId: "acc-1",
      contactId: "con-1",
      ctaId: "cta-1",
      programId: "pre-renewal",
      runId: "r",
      importId: "i",
      exportId: "e",
      mappingId: "m",
    };
    const path = Object.fromEntries(Object.entries(ids).filter(([name]) => route.includes(`{${name}}`)));
    const query = { shoeSize: "44" };
    const { role, below } = describedRoles(route);
    expect((await askRoute(handler, route, { path, query, role: below })).status).toBe(403);
    const { status, body } = await askRoute(handler, route, { path, query, role });
    expect(status).toBe(400);
    expect(body.errors).toContainEqual({
      path: "shoeSize",
      message: expect.stringContaining("is not known here"),
    });
    expect(namesIn(body.errors, "shoeSize")).toEqual(describedParameters(route));
  },
);
