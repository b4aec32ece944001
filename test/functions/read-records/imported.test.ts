import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ImportedResponse } from "#shared/domain/answers/imported-response.ts";
import { markDay } from "#shared/dynamodb/days.ts";
import { saveImportedResponses } from "#shared/dynamodb/imported-responses.ts";
import { saveImportedTouchpoint } from "#shared/dynamodb/imported-touchpoints.ts";
import { anImportedResponse } from "../../builders.ts";
import { answers, daysAgo, type Reader, startReader } from "./reader.ts";

let reader: Reader;
let accounts = 0;
let accountId: string;
let programId: string;
beforeAll(async () => {
  reader = await startReader();
});
afterAll(() => reader.stop());
/** Each test has an account and a touchpoint of its own. */
beforeEach(() => {
  accountId = `acc-${++accounts}`;
  programId = `old-tool-${accounts}`;
});

let surveys = 0;
async function givenImported(over: Partial<ImportedResponse>): Promise<ImportedResponse> {
  const surveyId = `survey-${++surveys}`;
  const imported = anImportedResponse({ surveyId, programId, ...over });
  await saveImportedResponses(reader.table, [imported]);
  for (const at of [imported.sentAt, imported.answeredAt])
    if (at !== undefined) await markDay(reader.table, imported.programId, at.slice(0, 10));
  return imported;
}
const answered = (days: number, nps: number) => ({ answeredAt: daysAgo(days), answers: answers(nps) });

describe("imported responses", () => {
  it("are read like others, and say what they are and what is not known", async () => {
    const one = await givenImported({ sentAt: daysAgo(800), ...answered(799, 9) });
    const from = daysAgo(900).slice(0, 10);
    const { items } = await reader.listAll("responses", { program: programId, from });
    expect(items).toEqual([
      {
        responseId: one.responseId,
        invitationId: null,
        imported: true,
        programId,
        programVersion: 0,
        accountId: null,
        contactId: null,
        segment: null,
        answeredAt: one.answeredAt,
        version: 1,
        suspect: [],
        nps: 9,
        csat: null,
        answers: answers(9),
        waiting: null,
        confirmations: [],
      },
    ]);
  });

  it("are among those of their account, beside its own", async () => {
    const ours = [{ attemptId: "1", at: daysAgo(2), answers: answers(3) }];
    await reader.givenInvitation({ accountId, attempts: ours });
    await givenImported({ accountId, ...answered(400, 8) });
    await givenImported({ accountId, sentAt: daysAgo(9) });
    await givenImported({ ...answered(1, 10) });
    const { items } = await reader.listAll("responses", { account: accountId });
    expect(items.map(({ nps, imported }) => [nps, imported])).toEqual([
      [3, false],
      [8, true],
    ]);
  });
});

describe("imported sends", () => {
  it("are invitations of their account, answered, waited for or expired, where they are known at all", async () => {
    await givenImported({ accountId, sentAt: daysAgo(50), ...answered(49, 8) });
    await givenImported({ accountId, sentAt: daysAgo(9) });
    await givenImported({ accountId, sentAt: daysAgo(40) });
    await givenImported({ accountId, ...answered(5, 8) });
    const { items } = await reader.listAll("invitations", { account: accountId });
    const seen = items.map(({ status, imported, cycle, tracksOpens, history }) => [
      ...[status, imported, cycle, tracksOpens],
      history.map(({ type }: { type: string }) => type).join(),
    ]);
    expect(seen).toEqual([
      ["sent", true, null, false, "sent"],
      ["expired", true, null, false, "sent,expired"],
      ["sent", true, null, false, "sent,answered"],
    ]);
  });

  it("are found by their touchpoint and their day, with those of every program where none is named", async () => {
    const sentAt = daysAgo(3);
    const { responseId } = await givenImported({ sentAt });
    const touchpoint = { programId, name: "Old tool", firstImportedAt: daysAgo(0) };
    await saveImportedTouchpoint(reader.table, touchpoint);
    const of = async (query: Readonly<Record<string, string>>) =>
      (await reader.listAll("invitations", query)).items.map(({ invitationId }) => invitationId);
    expect(await of({ program: programId })).toEqual([responseId]);
    expect(await of({ from: sentAt.slice(0, 10) })).toContain(responseId);
  });
});

describe("what was imported of no program of ours", () => {
  it("is listed beside the programs, until one has its id", async () => {
    const touchpoint = { programId, name: "Old tool", firstImportedAt: daysAgo(1) };
    await saveImportedTouchpoint(reader.table, touchpoint);
    await saveImportedTouchpoint(reader.table, { ...touchpoint, name: "OLD TOOL" });
    await saveImportedTouchpoint(reader.table, { ...touchpoint, programId: "pre-renewal" });
    const { body } = await reader.list("programs", {}, "viewer");
    expect(body.imported.filter((one: { name: string }) => /old tool/i.test(one.name))).toContainEqual(
      touchpoint,
    );
    expect(body.imported.map((one: { programId: string }) => one.programId)).not.toContain("pre-renewal");
    expect(body.items.map((one: { programId: string }) => one.programId)).toContain("pre-renewal");
  });
});
