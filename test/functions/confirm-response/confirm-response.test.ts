import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { saveImportedResponses } from "#shared/dynamodb/imported-responses.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { anImportedResponse } from "../../builders.ts";
import { givenReleased } from "../anonymous-pulse.ts";
import { askRoute, startOpsTable } from "../ops-routes.ts";
import { givenSurvey, storedInvitation } from "../survey-site.ts";

let table: Table;
let stop: () => void;
let handler: typeof import("../../../functions/confirm-response/handler.ts").handler;
beforeAll(async () => {
  ({ table, stop } = await startOpsTable());
  ({ handler } = await import("../../../functions/confirm-response/handler.ts"));
});
afterAll(() => stop());

const scored = (second: number, nps: number, over: Partial<Attempt> = {}): Attempt => ({
  attemptId: `attempt-${second}-${nps}`,
  at: new Date(Date.UTC(2026, 11, 2, 9, 0, second)).toISOString(),
  answers: [{ questionId: "nps", kind: "nps", value: nps }],
  ...over,
});
const byScanner = { scannerNetwork: "gateway" };

const patch = (responseId: string, body: unknown, role = "csm") =>
  askRoute(handler, "PATCH /v1/responses/{responseId}", {
    path: { responseId },
    body: JSON.stringify(body),
    role,
    email: "ana@vendor.example",
  });
const word = { suspect: false, note: " She told me on the phone " };

describe("PATCH /v1/responses/{responseId}", () => {
  it("makes the newest suspect answer count, and keeps who said so, when and why", async () => {
    const { invitationId } = await givenSurvey(table, { attempts: [scored(0, 8), scored(6, 9)] });
    const { status, body } = await patch(invitationId, word);
    expect(status).toBe(200);
    expect(body).toMatchObject({ responseId: invitationId, suspect: [], version: 2, nps: 9, waiting: null });
    const { attempts } = await storedInvitation(table, invitationId);
    const confirmed = {
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      by: "ana@vendor.example",
      note: "She told me on the phone",
    };
    expect(attempts).toEqual([scored(0, 8), { ...scored(6, 9), confirmed }]);
    expect(body.confirmations).toEqual([attempts?.[1]?.confirmed]);
  });

  it("of an imported one says that there is nothing to confirm", async () => {
    const answers = [{ questionId: "nps", kind: "nps", value: 9 } as const];
    const imported = anImportedResponse({ answeredAt: "2026-03-01T09:00:00.000Z", answers });
    await saveImportedResponses(table, [imported]);
    const { status, body } = await patch(imported.responseId, word);
    expect([status, body.detail]).toEqual([409, expect.stringContaining("imported")]);
  });

  it("twice, by two people, keeps the first one's word", async () => {
    const { invitationId } = await givenSurvey(table, { attempts: [scored(0, 8, byScanner)] });
    await patch(invitationId, { ...word, note: "first" });
    const { status, body } = await patch(invitationId, { ...word, note: "second" });
    expect([status, body.confirmations.map(({ note }: { note: string }) => note)]).toEqual([200, ["first"]]);
  });

  it("by two people at once keeps one's word", async () => {
    const { invitationId } = await givenSurvey(table, { attempts: [scored(0, 8, byScanner)] });
    const notes = ["a", "b", "c", "d"];
    const replies = await Promise.all(notes.map((note) => patch(invitationId, { ...word, note })));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { attempts } = await storedInvitation(table, invitationId);
    for (const { body } of replies) expect(body.confirmations).toEqual([attempts?.[0]?.confirmed]);
  });

  it("leaves suspects alone that a person's answer has overtaken", async () => {
    const attempts = [scored(0, 1, byScanner), scored(40, 9)];
    const { invitationId } = await givenSurvey(table, { attempts });
    expect((await patch(invitationId, word)).body).toMatchObject({ suspect: [], nps: 9, confirmations: [] });
    expect((await storedInvitation(table, invitationId)).attempts).toEqual(attempts);
  });

  it.each([
    [{ suspect: true, note: "x" }, "suspect"],
    [{ suspect: false }, "note"],
    [{ suspect: false, note: "  " }, "note"],
    [{ suspect: false, note: "x".repeat(501) }, "note"],
    [{ suspect: false, note: "\ud800" }, "note"],
    [{ suspect: false, note: "x", score: 9 }, "score"],
  ])("refuses %j, naming the field", async (body, path) => {
    const { invitationId } = await givenSurvey(table, { attempts: [scored(0, 8, byScanner)] });
    const reply = await patch(invitationId, body);
    expect([reply.status, reply.body.errors.map((error: { path: string }) => error.path)]).toEqual([
      400,
      [path],
    ]);
  });

  it("knows no response of a survey that nobody answered, nor of an id that is none", async () => {
    const { invitationId } = await givenSurvey(table);
    for (const id of [invitationId, "nobody", "x".repeat(3000), " "])
      expect((await patch(id, word)).status).toBe(404);
  });

  it("knows no anonymous response, and says that none can be confirmed", async () => {
    const answerId = "7f6a2f0e-0000-4000-8000-000000000001";
    await givenReleased(table, { answerId, suspect: ["too-fast"] });
    const { status, body } = await patch(answerId, word);
    expect([status, body.detail]).toEqual([404, expect.stringContaining("anonymous one never can be")]);
  });

  it("is not for viewers", async () => {
    expect((await patch("any", word, "viewer")).status).toBe(403);
  });
});
