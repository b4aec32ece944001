import { afterAll, beforeAll, expect, test } from "vitest";
import { synthesized } from "../infra/synthesized.ts";
import { startEndpoint } from "../remembering-endpoint.ts";
import { describedFields, describedRoles, namesIn } from "./described-names.ts";
import { askRoute, startOpsTable } from "./ops-routes.ts";

const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  "accept-export": ["POST /v1/exports"],
  "accept-import": ["PUT /v1/mappings/{mappingId}"],
  "accept-rehearsal": ["POST /v1/rehearsals"],
  "accept-touchpoint": ["POST /v1/touchpoints"],
  "confirm-response": ["PATCH /v1/responses/{responseId}"],
  "manage-suppressions": ["POST /v1/suppressions/search", "DELETE /v1/suppressions/{suppressionId}"],
  "place-hold": ["POST /v1/holds", "DELETE /v1/holds"],
  "preview-program": ["POST /v1/programs/{programId}/preview", "POST /v1/programs/{programId}/test-send"],
  "run-program": ["POST /v1/programs/{programId}/runs"],
  "save-portfolio": ["PUT /v1/accounts/{accountId}", "PUT /v1/accounts/{accountId}/contacts/{contactId}"],
  "save-program": ["PUT /v1/programs/{programId}"],
  "score-account": ["PUT /v1/accounts/{accountId}/scorecard/{measure}"],
  "work-ctas": ["PATCH /v1/ctas/{ctaId}"],
};
const ROUTES = Object.entries(FOLDERS).flatMap(([folder, routes]) =>
  routes.map((route) => [route, folder] as const),
);
/** A file, or nothing at all. */
const WITHOUT_JSON = [
  "POST /v1/imports",
  "POST /v1/imports/{importId}/start",
  "DELETE /v1/accounts/{accountId}/contacts/{contactId}",
];

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
    BUS_NAME: "bus",
    SURVEY_ORIGIN: "https://surveys.example",
    CONFIGURATION_SET: "surveys",
    UNTRACKED_CONFIGURATION_SET: "untracked",
  });
});
afterAll(() => stop());

test("every route that takes JSON is here", () => {
  const routes = synthesized("production")
    .ofType("AWS::ApiGatewayV2::Route")
    .filter(([, { Properties }]) => Properties.AuthorizationType === "JWT")
    .map(([, { Properties }]) => String(Properties.RouteKey))
    .filter((route) => !route.startsWith("GET ") && !WITHOUT_JSON.includes(route));
  expect(ROUTES.map(([route]) => route).toSorted()).toEqual(routes.toSorted());
});

test.each(ROUTES)(
  "%s refuses a field that it does not know, names those that its description has, and wants the role that it says",
  async (route, folder) => {
    const { handler } = await import(`../../functions/${folder}/handler.ts`);
    const path = {
      accountId: "acc-1",
      contactId: "con-1",
      ctaId: "cta-1",
      mappingId: "my-tool",
      measure: "nps",
      programId: "pre-renewal",
      responseId: "r",
      suppressionId: "s",
    };
    const sent = { path, body: JSON.stringify({ shoeSize: 44 }) };
    const { role, below } = describedRoles(route);
    expect((await askRoute(handler, route, { ...sent, role: below })).status).toBe(403);
    const { status, body } = await askRoute(handler, route, { ...sent, role });
    expect(status).toBe(400);
    expect(namesIn(body.errors, "shoeSize")).toEqual(describedFields(route));
  },
);
