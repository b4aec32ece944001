import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addYears } from "#shared/domain/days.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { aContact, anAccount, hashOf } from "../../builders.ts";
import { aScenario } from "../../shared/selection/scenario.ts";
import { errorsOf, type Routes, startPortfolioRoutes } from "../save-portfolio/portfolio-routes.ts";
import { aMailRoom } from "../send-invitation/mail-room.ts";

let routes: Routes;
let accounts = 0;
let accountId: string;
let contactId: string;
beforeAll(async () => {
  routes = await startPortfolioRoutes();
});
afterAll(() => routes.stop());
/** Each test has an account and a contact of its own. */
beforeEach(async () => {
  accountId = `held-${++accounts}`;
  contactId = `con-${accounts}`;
  await saveAccount(routes.table, anAccount({ accountId }));
  await saveContact(routes.table, aContact({ accountId, contactId }), hashOf);
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const until = inDays(30);
const reason = "An escalation is open";
const holds = async () => (await routes.readAccount(accountId)).body.holds;

test("is placed over an account, shown with it, and says who placed it and when", async () => {
  const { status, body } = await routes.postHold({ accountId, until, reason });
  expect([status, body]).toEqual([
    200,
    { accountId, until, reason, by: "ana@vendor.example", at: expect.stringMatching(/^\d{4}-.*Z$/) },
  ]);
  expect(await holds()).toEqual([body]);
});

test("a contact's id alone says whose account it is", async () => {
  const { body } = await routes.postHold({ contactId, until, reason });
  expect(body).toMatchObject({ accountId, contactId });
  expect(await holds()).toEqual([body]);
});

test("two accounts may have a contact of the same id: then the account has to be named", async () => {
  await saveAccount(routes.table, anAccount({ accountId: "twin" }));
  await saveContact(routes.table, aContact({ accountId: "twin", contactId }), hashOf);
  const { status, body } = await routes.postHold({ contactId, until, reason });
  expect([status, errorsOf(body)]).toEqual([
    409,
    [["accountId", `must be given; it is one of ${accountId}, twin`]],
  ]);
  expect((await routes.deleteHold({ contactId })).status).toBe(409);
  expect((await routes.postHold({ accountId, contactId, until, reason })).body).toMatchObject({ accountId });
});

test("a contact who is gone from one of them is no reason to ask", async () => {
  await saveAccount(routes.table, anAccount({ accountId: "left" }));
  await saveContact(routes.table, aContact({ accountId: "left", contactId }), hashOf);
  await routes.deleteContact("left", contactId);
  expect((await routes.postHold({ contactId, until, reason })).status).toBe(200);
});

test("placed again it replaces the one before", async () => {
  await routes.postHold({ accountId, until, reason });
  await routes.postHold({ accountId, until: inDays(60), reason: "Still open" });
  expect(await holds()).toMatchObject([{ until: inDays(60), reason: "Still open" }]);
});

test("is lifted, whether there was one or not", async () => {
  await routes.postHold({ accountId, until, reason });
  await routes.postHold({ contactId, until, reason });
  expect((await routes.deleteHold({ contactId })).status).toBe(204);
  expect(await holds()).toMatchObject([{ accountId, reason }]);
  for (let times = 0; times < 2; times++) expect((await routes.deleteHold({ accountId })).status).toBe(204);
  expect(await holds()).toEqual([]);
});

test("over a contact who is gone is lifted by both ids", async () => {
  await routes.postHold({ contactId, until, reason });
  await routes.deleteContact(accountId, contactId);
  expect((await routes.deleteHold({ accountId, contactId })).status).toBe(204);
  expect(await holds()).toEqual([]);
});

describe("is refused", () => {
  const nobody: [string, string] = ["accountId", "accountId or contactId must be given"];
  const today = inDays(0);
  const latest = addYears(today, 1);
  const tooEarly = `must be after today, ${today}: it is the first day on which they may be asked again`;
  test.each([
    [{ until, reason }, nobody],
    [{ accountId: "a#b", until, reason }, ["accountId", "has a #, which an id must not"]],
    [{ accountId: "a", until: inDays(-1), reason }, ["until", tooEarly]],
    [{ accountId: "a", until: today, reason }, ["until", tooEarly]],
    [
      { accountId: "a", until: addYears(inDays(1), 1), reason },
      ["until", `must not be after ${latest}, a year from now`],
    ],
    [
      { accountId: "a", until: "2027-02-30", reason },
      ["until", "must be a day of the calendar as YYYY-MM-DD"],
    ],
    [
      { accountId: "a", until },
      ["reason", "must be given: whoever asks why nobody was surveyed will read it"],
    ],
    [{ accountId: "a", until, reason: "  " }, ["reason", "is empty and must not be"]],
    [{ accountId: "a", until, reason: "x".repeat(501) }, ["reason", "is longer than 500 characters"]],
    [
      { accountId: "a", until, reason, for: "ever" },
      ["for", "is not known here; there is accountId, contactId, until, reason"],
    ],
  ])("%o", async (body, error) => {
    const { status, body: problem } = await routes.postHold(body);
    expect([status, errorsOf(problem)]).toEqual([400, [error]]);
  });

  test("a lifting of nobody's", async () => {
    const { status, body } = await routes.deleteHold({});
    expect([status, errorsOf(body)]).toEqual([400, [nobody]]);
  });

  test("for an account or contact that is not known", async () => {
    const unknown = [
      { accountId: "no-such" },
      { contactId: "no-such" },
      { accountId, contactId: "no-such" },
      { accountId: "no-such", contactId },
    ];
    for (const of of unknown) {
      expect((await routes.postHold({ ...of, until, reason })).status).toBe(404);
      expect((await routes.deleteHold(of)).status).toBe(404);
    }
  });

  test("to viewers", async () => {
    expect((await routes.postHold({ accountId, until, reason }, { role: "viewer" })).status).toBe(403);
    expect((await routes.deleteHold({ accountId }, { role: "viewer" })).status).toBe(403);
  });
});

test.each([
  ["tomorrow", inDays(1)],
  ["this day next year", addYears(inDays(0), 1)],
])("may be until %s", async (_, day) => {
  expect((await routes.postHold({ accountId, until: day, reason })).status).toBe(200);
  expect(await holds()).toHaveLength(1);
});

test("whatever is sent is no fault", async () => {
  const value = fc.oneof(fc.constantFrom(accountId, contactId, until, reason), fc.jsonValue({ maxDepth: 2 }));
  const body = fc.dictionary(fc.constantFrom("accountId", "contactId", "until", "reason"), value);
  await fc.assert(
    fc.asyncProperty(body, async (said) => {
      expect((await routes.postHold(said)).status).toBeLessThan(500);
      expect((await routes.deleteHold(said)).status).toBeLessThan(500);
    }),
    { seed: 8, numRuns: 100 },
  );
});

describe("while it lasts", () => {
  test("bars selection up to the day before, and not on the day itself", async () => {
    const verdicts = async (on: string) => {
      const scenario = aScenario(routes.table);
      const since = new Date(Date.parse(on) - 60 * 86_400_000).toISOString().slice(0, 10);
      await scenario.save("works", { mei: {}, ann: {} }, { customerSince: since }, since);
      const account = scenario.accountIdOf("works");
      const held = { accountId: account, contactId: "mei", until, reason };
      expect((await routes.postHold(held)).status).toBe(200);
      await scenario.run(on);
      return await scenario.verdicts(on);
    };
    expect(await verdicts(inDays(29))).toEqual(["works/ann: selected", "works/mei: on-hold"]);
    expect(await verdicts(until)).toEqual(["works/ann: selected", "works/mei: selected"]);
  });

  test("withdraws a mail that was selected before, and gives its place in the cooldown back", async () => {
    const room = aMailRoom(routes.table);
    await room.select();
    const held = { accountId: room.job.accountId, until, reason };
    expect((await routes.postHold(held)).status).toBe(200);
    const outcome = await room.send(new Date().toISOString());
    expect([outcome.kind, await room.invitation()]).toMatchObject([
      "withdrawn",
      { status: "withdrawn", reason: "on-hold" },
    ]);
    expect(room.taken).toEqual([]);
    expect((await room.person())?.lastOn).toBeUndefined();
  });
});
