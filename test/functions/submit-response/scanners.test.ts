import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { responseView } from "#shared/domain/answers/response-view.ts";
import { countDay } from "#shared/domain/results/counted-day.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { readPosted } from "#shared/survey/posted.ts";
import { showSurvey } from "../../../functions/show-survey/show-survey.ts";
import { submitResponse } from "../../../functions/submit-response/submit-response.ts";
import { aProgram } from "../../builders.ts";
import { startTable } from "../../table.ts";
import { givenSurvey, storedInvitation } from "../survey-site.ts";

const DELIVERED = Date.parse("2026-12-01T08:00:20.000Z");
const MINUTE = 60_000;
const SCALE = Array.from({ length: 11 }, (_, score) => String(score));

let site: Awaited<ReturnType<typeof startTable>>;
beforeAll(async () => {
  site = await startTable();
});
afterAll(() => site.stop());

/** What reaches the survey's address at a moment: a fetch, or a post of a form. */
type Visit = {
  readonly ms: number;
  readonly method: "GET" | "HEAD" | "POST";
  readonly score?: string;
  readonly fields?: Readonly<Record<string, string>>;
  readonly scannerNetwork?: string;
};

const links = (ms: number, method: "GET" | "HEAD", over: Partial<Visit> = {}): Visit[] =>
  SCALE.map((score, i) => ({ ms: ms + i * 40, method, score, ...over }));

/** How mail gateways go about a link. Each is told by something else: by its hurry, its haste, its zeal or its address. */
const GATEWAYS: Readonly<Record<string, (ms: number) => Visit[]>> = {
  // Asks for the head of every link, and fetches what answers.
  "only looks": (ms) => [...links(ms, "HEAD"), ...links(ms + 500, "GET")],
  // Opens each link of the scale in a browser of its own and sends the form it finds, the score chosen already.
  "sends every link's form": (ms) => [
    ...links(ms, "GET"),
    ...SCALE.map((score, i): Visit => ({ ms: ms + 600 + i * 90, method: "POST", fields: { nps: score } })),
  ],
  // Reads the page and fills in whatever takes text.
  "fills in every field": (ms) => [
    { ms, method: "GET" },
    { ms: ms + 300, method: "POST", fields: { nps: "0", csat: "1", comment: "test", Subject: "test" } },
  ],
  // A known network, which takes its time and sends one form.
  "comes from a known network": (ms) => [
    { ms, method: "HEAD", scannerNetwork: "gateway" },
    { ms: ms + 50, method: "GET", scannerNetwork: "gateway" },
    { ms: ms + 4_000, method: "POST", fields: { nps: "10", csat: "5" }, scannerNetwork: "gateway" },
  ],
};
/** Sends one form while the mail is being handed over. */
const onArrival: Visit[] = [
  { ms: -900, method: "HEAD", score: "7" },
  { ms: -600, method: "GET", score: "7" },
  { ms: 2_900, method: "POST", fields: { nps: "7", csat: "3" } },
];

async function afterVisits(visits: readonly Visit[]): Promise<{ stored: Invitation; statuses: string[] }> {
  const { table } = site;
  const { token, invitationId } = await givenSurvey(table, {
    deliveredAt: new Date(DELIVERED).toISOString(),
  });
  const show = showSurvey(table);
  let attempts = 0;
  const submit = submitResponse({ table, newAttemptId: () => `attempt-${++attempts}` });
  const statuses: string[] = [];
  for (const { ms, method, score, fields, scannerNetwork } of visits.toSorted((a, b) => a.ms - b.ms)) {
    const now = new Date(DELIVERED + ms);
    if (method !== "POST") {
      statuses.push((await show({ token, ...(score && { score }), isHead: method === "HEAD" }, now)).kind);
      continue;
    }
    const form = new URLSearchParams({ program: "post-onboarding", version: "1", ...fields });
    const read = readPosted("application/x-www-form-urlencoded", form.toString());
    if (read.kind !== "posted") throw new Error(`the form was read as ${read.kind}`);
    statuses.push((await submit({ token, posted: read.posted, scannerNetwork }, now)).kind);
  }
  return { stored: await storedInvitation(table, invitationId), statuses };
}

/** The figures of the days on which anything happened; `clicked` is the first fetch, scanners included. */
function figuresOf(invitation: Invitation) {
  const versions = new Map([[1, aProgram("post-onboarding")]]);
  return ["2026-12-01", "2026-12-02"].flatMap((day) =>
    countDay("post-onboarding", day, [invitation], [invitation], versions)
      .filter(({ attribute }) => attribute === "all")
      .map(({ withSuspects: _, ...bucket }) => ({ ...bucket, funnel: { ...bucket.funnel, clicked: 0 } }))
      .filter(({ nps, funnel }) => funnel.sent > 0 || nps.some((count) => count > 0)),
  );
}
const shown = (invitation: Invitation) => {
  const { nps, csat, answers, answeredAt, suspect } = responseView(invitation) ?? {};
  return { nps, csat, answers, answeredAt, suspect };
};

const person = (
  ...changes: readonly { readonly minute: number; readonly nps: string; readonly csat: string }[]
) =>
  changes.map(
    ({ minute, nps, csat }): Visit => ({ ms: minute * MINUTE, method: "POST", fields: { nps, csat } }),
  );

describe("with mail scanners about", () => {
  it.each(Object.keys(GATEWAYS))(
    "one that %s leaves the figures as without it, and the answer",
    async (name) => {
      const storm = GATEWAYS[name] ?? (() => []);
      const answers = person({ minute: 90, nps: "3", csat: "2" }, { minute: 95, nps: "4", csat: "2" });
      const alone = await afterVisits(answers);
      const { stored, statuses } = await afterVisits([...storm(20_000), ...answers, ...storm(200 * MINUTE)]);
      expect(figuresOf(stored)).toEqual(figuresOf(alone.stored));
      expect(shown(stored)).toEqual(shown(alone.stored));
      expect(shown(stored)).toMatchObject({ nps: 4, suspect: [] });
      expect(new Set(statuses)).toEqual(new Set(["open", "answered"]));
    },
  );

  it.each(["only looks", "sends every link's form", "fills in every field", "comes from a known network"])(
    "one that %s leaves nobody's answer where nobody answered",
    async (name) => {
      const { stored } = await afterVisits([...onArrival, ...(GATEWAYS[name]?.(30_000) ?? [])]);
      const silent = await afterVisits([]);
      expect(figuresOf(stored)).toEqual(figuresOf(silent.stored));
      expect(shown(stored).suspect?.length).toBeGreaterThan(0);
    },
  );

  it("any of them, however often, before and after and between, change no figure", async () => {
    const minute = fc.integer({ min: 1, max: 1_000 });
    const score = fc.constantFrom(...SCALE);
    const visits = fc.record({
      // On the half minute, and the scanners on the whole: never within seconds of each other.
      answers: fc.array(
        fc
          .tuple(minute, score, fc.constantFrom("1", "3", "5"))
          .map(([at, nps, csat]) => ({ minute: at + 0.5, nps, csat })),
        { maxLength: 3 },
      ),
      storms: fc.array(fc.tuple(fc.constantFrom(...Object.values(GATEWAYS)), minute), {
        minLength: 1,
        maxLength: 3,
      }),
      isScannedOnArrival: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(visits, async ({ answers, storms, isScannedOnArrival }) => {
        fc.pre(new Set(answers.map((answer) => answer.minute)).size === answers.length);
        const scans = storms.flatMap(([storm, at]) => storm(at * MINUTE));
        const alone = await afterVisits(person(...answers));
        const all = [...(isScannedOnArrival ? onArrival : []), ...scans, ...person(...answers)];
        const among = await afterVisits(all);
        expect(figuresOf(among.stored)).toEqual(figuresOf(alone.stored));
        if (answers.length > 0) expect(shown(among.stored)).toEqual(shown(alone.stored));
      }),
      { seed: 20261203, numRuns: 12 },
    );
  });

  it("which post more than a person ever would, there is room for the person", async () => {
    const storms = Array.from(
      { length: 5 },
      (_, i) => GATEWAYS["sends every link's form"]?.(i * MINUTE) ?? [],
    );
    const { stored, statuses } = await afterVisits([
      ...storms.flat(),
      ...person({ minute: 90, nps: "3", csat: "2" }),
    ]);
    expect([stored.attempts?.length, statuses.at(-1)]).toEqual([51, "answered"]);
    expect(shown(stored)).toMatchObject({ nps: 3, suspect: [] });
  });

  it("shows the person who opens the page none of what a scanner sent", async () => {
    const { table } = site;
    const { token } = await givenSurvey(table, { deliveredAt: new Date(DELIVERED).toISOString() });
    const submit = submitResponse({ table, newAttemptId: () => "attempt-1" });
    const read = readPosted("application/x-www-form-urlencoded", "program=post-onboarding&version=1&nps=0");
    if (read.kind !== "posted") throw new Error(`the form was read as ${read.kind}`);
    await submit({ token, posted: read.posted }, new Date(DELIVERED + 1_000));
    const page = await showSurvey(table)({ token, isHead: false }, new Date(DELIVERED + MINUTE));
    expect(page).toMatchObject({ kind: "open", answers: [] });
  });
});
