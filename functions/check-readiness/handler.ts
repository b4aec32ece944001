import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import middy from "@middy/core";
import * as z from "zod";
import { utcDay } from "#shared/domain/days.ts";
import { ctaById } from "#shared/dynamodb/ctas.ts";
import { milestonesToLookAt } from "#shared/dynamodb/milestones.ts";
import { markTold, openOrJoinMissingRole, untoldMissingRoles } from "#shared/dynamodb/missing-roles.ts";
import { accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { tableFrom } from "#shared/dynamodb/table.ts";
import { now } from "#shared/lambda/clock.ts";
import { log } from "#shared/lambda/log.ts";
import { publish } from "#shared/lambda/publish.ts";
import { settingsFrom } from "#shared/settings.ts";
import { checkReadiness } from "./check-readiness.ts";

const table = tableFrom(process.env);
const bus = new EventBridgeClient({});
const busName = z.string().parse(process.env.BUS_NAME);

const check = checkReadiness({
  programs: () => currentPrograms(table),
  milestonesToLookAt: (programId, from, to) => milestonesToLookAt(table, programId, from, to),
  accountWithContacts: (accountId) => accountWithContacts(table, accountId),
  openOrJoin: (found, cta) => openOrJoinMissingRole(table, found, cta),
  cta: (ctaId) => ctaById(table, ctaId),
  untold: () => untoldMissingRoles(table),
  publish: (events) => publish(bus, busName, events),
  markTold: (found) => markTold(table, found),
  settings: settingsFrom(process.env),
});

const Input = z.object({ at: z.iso.datetime() });

export const handler = middy(async (event: unknown) => {
  const on = utcDay(new Date(Input.parse(event).at));
  const { accounts, opened, joined, failures } = await check(on, now());
  log("readiness-checked", { on, accounts, opened, joined, failed: failures.length });
  const [first] = failures;
  // Thrown in the end, Lambda checks again: what has been done is not done twice.
  if (first !== undefined) throw first;
});
