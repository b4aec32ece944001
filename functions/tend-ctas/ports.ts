import { ctasByIds, openCtas } from "#shared/dynamodb/cta-list.ts";
import { tendCta } from "#shared/dynamodb/cta-tending.ts";
import { digestEntries } from "#shared/dynamodb/digests.ts";
import { invitationsByIds } from "#shared/dynamodb/invitation-lists.ts";
import { accountById, accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { currentPrograms } from "#shared/dynamodb/programs.ts";
import { comingRenewals, leaveRenewals, openSilence, silencesOf } from "#shared/dynamodb/silences.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { markTended, tendedUpTo } from "#shared/dynamodb/tended.ts";
import type { TendPorts } from "./tend-ctas.ts";

export const tendPorts = (table: Table, rest: Pick<TendPorts, "publish" | "settings">): TendPorts => ({
  tended: () => tendedUpTo(table),
  markTended: (done) => markTended(table, done),
  overdueCtas: (before) => openCtas(table, { before: before.toISOString() }),
  openCtas: () => openCtas(table),
  ctasByIds: (ctaIds) => ctasByIds(table, ctaIds),
  tendCta: (ctaId, decide) => tendCta(table, ctaId, decide),
  account: (accountId) => accountById(table, accountId),
  digestEntries: (after, upTo) => digestEntries(table, after, upTo),
  comingRenewals: (from, to) => comingRenewals(table, from, to),
  programs: () => currentPrograms(table),
  accountWithContacts: (accountId) => accountWithContacts(table, accountId, { consistent: true }),
  silencesOf: (accountId) => silencesOf(table, accountId),
  invitationsByIds: (ids) => invitationsByIds(table, ids),
  openSilence: (silence, cta) => openSilence(table, silence, cta),
  leaveRenewals: (coming) => leaveRenewals(table, coming),
  ...rest,
});
