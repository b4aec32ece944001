import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { PERSON_KEY } from "../../builders.ts";
import { type Answer, startEndpoint } from "../../remembering-endpoint.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";

export const ORIGIN = "https://surveys.example";
export const ACCEPTED: Answer = {
  status: 200,
  body: `<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>ses-1</MessageId></SendRawEmailResult></SendRawEmailResponse>`,
};

type Caller = { readonly role?: string; readonly email?: string };
export type PreviewRoutes = Awaited<ReturnType<typeof startPreviewRoutes>>;

/** The function behind both routes, as deployed, on a table and an SES of its own; `stop` ends it. */
export async function startPreviewRoutes() {
  const { table, stop } = await startOpsTable();
  const Value = PERSON_KEY.toString("base64");
  const ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  let answer = ACCEPTED;
  const ses = await startEndpoint(() => answer);
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SSM: ssm.url,
    AWS_ENDPOINT_URL_SES: ses.url,
    SURVEY_ORIGIN: ORIGIN,
    CONFIGURATION_SET: "surveys",
    UNTRACKED_CONFIGURATION_SET: "untracked",
  });
  const { handler } = await import("../../../functions/preview-program/handler.ts");
  const ask =
    (route: "preview" | "test-send") =>
    (
      body: unknown,
      { programId = "post-onboarding", ...caller }: Caller & { readonly programId?: string } = {},
    ) =>
      askRoute(handler, `POST /v1/programs/{programId}/${route}`, {
        path: { programId },
        body: JSON.stringify(body),
        ...caller,
      });
  return {
    table,
    preview: ask("preview"),
    testSend: ask("test-send"),
    /** What SES was asked, newest last. */
    asked: ses.requests,
    /** What SES answers from now on. */
    sesAnswers: (to: Answer) => {
      answer = to;
    },
    /** How many items the table has. */
    kept: async () => (await table.client.send(new ScanCommand({ TableName: table.name }))).Count,
    stop: () => {
      ssm.stop();
      ses.stop();
      stop();
    },
  };
}
