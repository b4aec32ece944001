import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { answeredSince } from "#shared/domain/ctas/cta-withdrawal.ts";
import { work } from "#shared/domain/ctas/cta-work.ts";
import { ctaEscalated, escalated } from "#shared/domain/ctas/escalation.ts";
import { EVENTS } from "#shared/events.ts";
import { aCta, anAccount, someSettings } from "../../../builders.ts";

const { queues } = someSettings();
const QUEUE = { role: "queue", ...queues.scale };
const CSM = { role: "csm" as const, name: "Ana Almeida", email: "ana@vendor.example" };
const MANAGER = { role: "csm-manager", name: "Manager 1", email: "manager1@vendor.example" };

const LATE = new Date("2026-12-03T00:00:00Z");
const escalate = (cta: Cta, account = anAccount(), by = LATE) =>
  escalated(cta, { account, queues }, { by, now: new Date(by.getTime() + 7000) });
const aCallBack = (over: Partial<Cta> = {}) => aCta({ kind: "call-back", band: null, owner: CSM, ...over });

describe("an overdue call to action", () => {
  test("of a negative answer goes to the queue of the account's segment, and says who had it", () => {
    const cta = aCta();
    expect(escalate(cta)).toEqual({
      ...cta,
      owner: QUEUE,
      escalatedAt: "2026-12-03T00:00:07.000Z",
      notes: [
        {
          at: "2026-12-03T00:00:07.000Z",
          by: "lifecycle-surveys",
          text: "Overdue since 2026-12-02T23:59:59.000Z: escalated from Manager 1 to Scale queue.",
          kind: "reassigned",
          from: cta.owner,
          to: QUEUE,
        },
      ],
    });
  });

  test.each(["call-back", "silent-renewal"] as const)("of the kind %s goes to the CSM's manager", (kind) => {
    expect(escalate(aCallBack({ kind }))?.owner).toEqual(MANAGER);
  });

  test("without a manager, or of whom it was the manager's, goes to the queue", () => {
    expect(escalate(aCallBack(), anAccount({ csmManager: undefined }))?.owner).toEqual(QUEUE);
    const theirs = { ...CSM, email: "Manager1@vendor.example" };
    expect(escalate(aCallBack({ owner: theirs }))?.owner).toEqual(QUEUE);
  });

  test("of an account that is gone goes to the queue for the rest", () => {
    const gone = escalated(aCta(), { account: undefined, queues }, { by: LATE, now: LATE });
    expect(gone?.owner).toEqual({ role: "queue", ...queues.default });
  });

  test("of a queue stays there, is marked and says so", () => {
    const cta = escalate(aCta({ owner: { role: "queue", ...queues.scale } }));
    expect(cta).toMatchObject({ owner: QUEUE, escalatedAt: "2026-12-03T00:00:07.000Z" });
    expect(cta?.notes).toHaveLength(1);
    expect(cta?.notes[0]?.text).toContain("stays with Scale queue");
  });

  test.each(["positive", "contact-role-missing"] as const)("of the kind %s stays with its owner", (kind) => {
    expect(escalate(aCta({ kind }))).toBeUndefined();
  });
});

test("is not overdue until its time has passed, to the second", () => {
  expect(escalate(aCta(), anAccount(), new Date("2026-12-02T23:59:59.000Z"))).toBeUndefined();
  expect(escalate(aCta(), anAccount(), new Date("2026-12-02T23:59:59.001Z"))).toBeDefined();
});

test("putting it off does not put that off, and its new owner finds it awake", () => {
  const snoozed = aCta({ status: "snoozed", snoozedUntil: "2027-01-15" });
  expect(escalate(snoozed)).toMatchObject({ status: "open", snoozedUntil: null, owner: QUEUE });
});

test("escalates once, whatever is done with it then", () => {
  const command = fc.constantFrom(
    { kind: "acknowledge" } as const,
    { kind: "snooze", until: "2026-12-20" } as const,
    { kind: "close", outcome: "called", driver: "other" } as const,
    { kind: "open" } as const,
    { kind: "reassign", owner: CSM } as const,
    { kind: "note" } as const,
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 6 }), fc.nat({ max: 6 }), (commands, at) => {
      let cta = aCta();
      let times = 0;
      const hand = { at: "2026-12-03T09:00:00.000Z", by: "ana@vendor.example" };
      for (const [i, command] of [...commands, { kind: "open" } as const].entries()) {
        if (i >= at) {
          const after = escalate(cta);
          times += after === undefined ? 0 : 1;
          cta = after ?? cta;
        }
        const worked = work(cta, [command], hand);
        if (worked.kind === "changed") cta = worked.cta;
      }
      const last = escalate(cta);
      times += last === undefined ? 0 : 1;
      // Whatever came before, it is open in the end, and overdue: it was escalated, and not twice.
      expect(times).toBe(1);
      expect(escalate(last ?? cta)).toBeUndefined();
    }),
  );
});

test("of a silent account that was heard since stays where it is", () => {
  const silent = aCallBack({ kind: "silent-renewal" });
  const said = {
    at: "2026-12-02T09:00:00.000Z",
    text: "Answered since: con-1, to pre-renewal: NPS 9 (promoter).",
  };
  expect(escalate(answeredSince(silent, said))).toBeUndefined();
  expect(escalate(answeredSince(aCta(), said))).toBeDefined();
});

test("a closed one is left alone", () => {
  expect(escalate(aCta({ status: "closed", closedAt: "2026-12-04T00:00:00.000Z" }))).toBeUndefined();
});

test("what is told is of the contract, names both owners, and has one id for ever", () => {
  const before = aCta();
  const after = escalate(before);
  if (after === undefined) throw new Error("was not escalated");
  const { type, detail } = ctaEscalated(before, after, after.escalatedAt ?? "");
  expect(type).toBe("CTA Escalated");
  expect(EVENTS["CTA Escalated"].parse(detail)).toMatchObject({
    id: "cta-escalated-cta-1",
    occurredAt: "2026-12-03T00:00:07.000Z",
    from: before.owner,
    owner: QUEUE,
  });
});
