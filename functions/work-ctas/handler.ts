import { joinedInstead } from "#shared/dynamodb/cta-list.ts";
import { workCta } from "#shared/dynamodb/cta-work.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { withoutQuery } from "#shared/lambda/query.ts";
import { settingsFrom } from "#shared/settings.ts";
import { workCtas } from "./work-ctas.ts";

const table = tableFrom(process.env);

const work = workCtas({
  workCta: (ctaId, decide) => workCta(table, ctaId, decide),
  joinedInstead: (ctaIds) => joinedInstead(table, ctaIds),
  settings: settingsFrom(process.env),
});

export const handler = apiHandler(
  "csm",
  withoutQuery((request) => work(request, now())),
);
