import { closedCtaIds, ctasByIds, openCtas, openedCtaIds } from "#shared/dynamodb/cta-list.ts";
import { storedAccounts } from "#shared/dynamodb/portfolio.ts";
import { currentProgram } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { apiHandler } from "#shared/lambda/api.ts";
import { now } from "#shared/lambda/clock.ts";
import { readQuery } from "#shared/lambda/query.ts";
import { json, problem } from "#shared/lambda/reply.ts";
import { NegativesQuery } from "./negatives-query.ts";
import { MAX_CTAS, weighNegatives } from "./weigh-negatives.ts";

const table = tableFrom(process.env);
const kind = "negative";

const weigh = weighNegatives({
  isProgram: async (programId) => (await currentProgram(table, programId)) !== undefined,
  openIds: async () => (await openCtas(table)).filter((cta) => cta.kind === kind).map(({ ctaId }) => ctaId),
  openedIds: (range) => openedCtaIds(table, { ...range, kind }),
  closedIds: (range) => closedCtaIds(table, { ...range, kind }),
  ctasByIds: (ctaIds) => ctasByIds(table, ctaIds),
  accounts: async (accountIds) => (await storedAccounts(table, accountIds)).map(({ account }) => account),
});

export const handler = apiHandler("viewer", async (request) => {
  const query = readQuery(
    NegativesQuery,
    request,
    "Ask for negatives like ?from=2026-10-01&to=2026-12-31, with program and groupBy as needed.",
  );
  if (query.kind === "end") return query.reply;
  const outcome = await weigh(query.value, now());
  switch (outcome.kind) {
    case "weighed":
      return json(200, outcome.negatives);
    case "no-such-program":
      return problem(404, "There is no program of that id; GET /v1/programs lists them.");
    case "too-many":
      return problem(
        400,
        `${outcome.negatives} negatives are open, or were opened or closed then: more than the ${MAX_CTAS} that are read for one answer.`,
        [{ path: "to", message: "ask for a shorter period" }],
      );
  }
});
