import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ACCOUNT_COLUMNS } from "#shared/domain/exports/account-cells.ts";
import { CTA_COLUMNS } from "#shared/domain/exports/cta-row.ts";
import { INVITATION_COLUMNS, invitationRow } from "#shared/domain/exports/invitation-row.ts";
import { RESPONSE_COLUMNS } from "#shared/domain/exports/response-row.ts";
import { RESULTS_COLUMNS } from "#shared/domain/exports/results-row.ts";
import { anInvitation } from "../../../builders.ts";

const [, SECTION = ""] = readFileSync("README.md", "utf8").split("## Taking it with you");

/** The columns that the README's table promises for a file, in their order. */
function promised(file: string): string[] {
  const row = SECTION.split("\n").find((line) => line.startsWith(`| ${file}`));
  const [, , cells = ""] = row?.split("|") ?? [];
  const names = [...cells.matchAll(/`([a-z0-9_]+)`|the account\b/g)];
  return names.flatMap(([, name]) => (name === undefined ? [...ACCOUNT_COLUMNS] : [name]));
}

it.each([
  ["`responses`", RESPONSE_COLUMNS],
  ["`invitations`", INVITATION_COLUMNS],
  ["the account", ACCOUNT_COLUMNS],
  ["`ctas`", CTA_COLUMNS],
  ["`results`", RESULTS_COLUMNS],
])("the columns of %s are those that the README promises", (file, columns) => {
  expect(columns).toEqual(promised(file));
  expect(new Set(columns).size).toBe(columns.length);
});

it("an invitation's row fills every column, however little is known", () => {
  const row = invitationRow(anInvitation(), "sent", new Date("2026-12-01T00:00:00Z"));
  expect(Object.keys(row).sort()).toEqual([...INVITATION_COLUMNS].sort());
  expect(Object.values(row)).not.toContain(undefined);
});
