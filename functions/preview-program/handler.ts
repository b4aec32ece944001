import { SESClient } from "@aws-sdk/client-ses";
import { SSMClient } from "@aws-sdk/client-ssm";
import type { APIGatewayProxyEventV2, Context } from "aws-lambda";
import * as z from "zod";
import { personHash } from "#shared/domain/accounts/person.ts";
import { currentProgram, currentPrograms, programVersion } from "#shared/dynamodb/programs.ts";
import { suppressionOf } from "#shared/dynamodb/suppressions.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { problem, type Reply } from "#shared/lambda/reply.ts";
import { secretKeyFrom } from "#shared/lambda/secret-key.ts";
import { settingsFrom } from "#shared/settings.ts";
import { brandFrom } from "#shared/survey/brand.ts";
import { type PreviewPorts, previewProgram } from "./preview-program.ts";
import { sampleComposer } from "./sample-mail.ts";
import { sendTest } from "./send-test.ts";
import { testMailer } from "./test-mailer.ts";

const table = tableFrom(process.env);
const settings = settingsFrom(process.env);
const ssm = new SSMClient({});
const env = z
  .object({
    SURVEY_ORIGIN: z.url(),
    CONFIGURATION_SET: z.string(),
    UNTRACKED_CONFIGURATION_SET: z.string(),
    PERSON_KEY_PARAMETER: z.string(),
  })
  .parse(process.env);

const ports: PreviewPorts = {
  current: (programId) => currentProgram(table, programId),
  version: (programId, version) => programVersion(table, programId, version),
  programs: () => currentPrograms(table),
  compose: sampleComposer(settings, env.SURVEY_ORIGIN),
  brand: brandFrom(process.env),
};
const preview = previewProgram(ports);
const test = sendTest({
  ...ports,
  suppression: async (email) =>
    suppressionOf(table, personHash(email, await secretKeyFrom(ssm, env.PERSON_KEY_PARAMETER))),
  send: testMailer({
    ses: new SESClient({ maxAttempts: 1 }),
    from: settings.mail.from,
    configurationSet: env.CONFIGURATION_SET,
    untrackedConfigurationSet: env.UNTRACKED_CONFIGURATION_SET,
  }),
});

const handlers = new Map([
  ["POST /v1/programs/{programId}/preview", apiHandler("ops", (request) => preview(request, now()))],
  ["POST /v1/programs/{programId}/test-send", apiHandler("ops", (request) => test(request, now()))],
]);

export const handler = async (event: APIGatewayProxyEventV2, context: Context): Promise<Reply> =>
  (await handlers.get(event.routeKey)?.(event, context)) ?? problem(404, "There is nothing at this address.");
