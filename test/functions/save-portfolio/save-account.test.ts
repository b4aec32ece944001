import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { anAccount } from "../../builders.ts";
import { itemsOf } from "../../shared/selection/scenario.ts";
import { errorsOf, type Routes, startPortfolioRoutes } from "./portfolio-routes.ts";

let routes: Routes;
beforeAll(async () => {
  routes = await startPortfolioRoutes();
});
afterAll(() => routes.stop());

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("an account is stored as it was put, and read back", async () => {
  const { accountId: _, ...body } = anAccount();
  const { status, body: saved } = await routes.putAccount("put-1", body);
  expect([status, saved]).toEqual([200, anAccount({ accountId: "put-1" })]);
  expect((await routes.readAccount("put-1")).body).toEqual({ ...saved, holds: [] });
});

test("what is null or left out is unknown", async () => {
  await routes.putAccount("put-2", anAccount({ accountId: "put-2" }));
  await routes.putAccount("put-2", { name: "Left", plan: null, csm: null });
  expect((await routes.readAccount("put-2")).body).toEqual({
    ...{ accountId: "put-2", name: "Left", products: [], holds: [] },
  });
});

test("what was read can be put again, and the same twice changes nothing", async () => {
  await routes.putAccount("put-3", anAccount({ accountId: "put-3", renewalOn: inDays(200) }));
  const stored = () => itemsOf(routes.table, () => true);
  const before = await stored();
  const { body } = await routes.readAccount("put-3");
  expect((await routes.putAccount("put-3", body)).status).toBe(200);
  expect(await stored()).toEqual(before);
});

test("its milestones are planned from its dates, and move with them", async () => {
  const due = async () => {
    const { milestones } = await accountWithContacts(routes.table, "put-4", { consistent: true });
    return milestones.filter(({ programId }) => programId === "pre-renewal").map(({ dueOn }) => dueOn);
  };
  const body = { plan: "premium", status: "active", renewalOn: inDays(200) };
  await routes.putAccount("put-4", body);
  expect(await due()).toEqual([inDays(80)]);
  await routes.putAccount("put-4", { ...body, renewalOn: inDays(210) });
  expect(await due()).toEqual([inDays(90)]);
});

describe("what an import would do to a cell", () => {
  test("is done to a value: case, blanks, host names, repeated values", async () => {
    const { body } = await routes.putAccount("put-5", {
      plan: " Premium ",
      products: ["ci", "ci ", "scm"],
      csm: { email: "ana@müller.example" },
    });
    expect(body).toMatchObject({
      plan: "premium",
      products: ["ci", "scm"],
      csm: { name: "ana@xn--mller-kva.example", email: "ana@xn--mller-kva.example" },
    });
  });

  test.each([
    [{ plan: "gold" }, "plan", "must be one of free, premium, ultimate"],
    [{ status: "gone" }, "status", "must be one of active, churned"],
    [{ segment: 4 }, "segment", "must be text"],
    [{ segment: "big" }, "segment", "must be one of tech-touch, scale, csm-managed"],
    [{ purchaseChannel: "phone" }, "purchaseChannel", "must be one of sales, web"],
    [
      { renewalOn: "2027-02-30" },
      "renewalOn",
      "must be a day of the calendar as YYYY-MM-DD, such as 2026-12-01",
    ],
    [{ renewalOn: "9999-12-31" }, "renewalOn", "must be a day from 1900 to 2199"],
    [{ name: "" }, "name", "is empty; null says that it is unknown"],
    [{ name: "x".repeat(257) }, "name", "is longer than 256 characters"],
    [{ name: "two\nlines" }, "name", "has a line break or control character; it must be a single line"],
    [{ name: "half \ud800" }, "name", "has half a character, which is no text in UTF-8"],
    [{ products: "ci" }, "products", "must be a list"],
    [{ products: ["ci", 1] }, "products.1", "must be text"],
    [{ arrUsd: -1 }, "arrUsd", "must be 0 or more US dollars"],
    [{ arrUsd: 1e-200 }, "arrUsd", "is less than a cent"],
    [{ arrUsd: "100" }, "arrUsd", "must be a number of US dollars, 0 or more"],
    [
      { csm: "Ana" },
      "csm",
      'must be such as {"name":"Ana Almeida","email":"ana@example.com"}, or null where unknown',
    ],
    [{ csm: { name: "Ana" } }, "csm.email", "must be given"],
    [{ csm: { email: "ana" } }, "csm.email", "is not an e-mail address: write it as name@domain"],
    [{ shoeSize: 44 }, "shoeSize", expect.stringContaining("is not known here; there is accountId, name")],
  ])("%o is refused", async (body, path, message) => {
    const { status, body: problem } = await routes.putAccount("bad", body);
    expect([status, errorsOf(problem)]).toEqual([400, [[path, message]]]);
    expect((await routes.readAccount("bad")).status).toBe(404);
  });

  test("every field that is wrong is named", async () => {
    const { body } = await routes.putAccount("bad", { plan: "gold", status: "gone", arrUsd: -1 });
    expect(errorsOf(body).map(([path]) => path)).toEqual(["plan", "status", "arrUsd"]);
  });
});

test.each(["", "not JSON", "[]", "null", '"text"'])(
  "a body that is no account is refused: %s",
  async (body) => {
    const { status, body: problem } = await routes.putAccount("bad", body);
    expect([status, problem.detail]).toEqual([400, expect.stringContaining("must be an account as JSON")]);
  },
);

test.each([
  ["a#b", "has a #, which an id must not"],
  ["x".repeat(129), "is longer than 128 characters"],
  ["a\u0000", "has a line break or control character; it must be a single line"],
  [" a", "has blanks at its ends"],
])("an id %j is refused", async (accountId, message) => {
  const { status, body } = await routes.putAccount(accountId, {});
  expect([status, errorsOf(body)]).toEqual([400, [["accountId", message]]]);
});

test("the body's id must be the path's", async () => {
  const { status, body } = await routes.putAccount("put-6", { accountId: "put-7" });
  expect([status, errorsOf(body)]).toEqual([400, [["accountId", "must be the one of the path"]]]);
});

test.each(["viewer", "csm"])("a %s may not", async (role) => {
  expect((await routes.putAccount("put-8", {}, { role })).status).toBe(403);
});

test("whatever is put, it is stored or refused, never a fault; and what is stored can be read and put again", async () => {
  const value = fc.oneof(
    fc.constantFrom(null, "", "premium", "active", "2027-02-28", "0000-01-01", "2199-12-31", "a@b.example"),
    fc.string({ unit: "binary" }),
    fc.double(),
    fc.jsonValue({ maxDepth: 2 }),
    fc.record({ name: fc.string(), email: fc.emailAddress() }),
    fc.array(fc.string(), { maxLength: 4 }),
  );
  const fields = ["name", "plan", "status", "customerSince", "renewalOn", "lastRenewedOn", "segment"];
  const more = ["industry", "products", "arrUsd", "csm", "accountId", "__proto__"];
  const body = fc.dictionary(fc.constantFrom(...fields, ...more), value, { maxKeys: 4 });
  const id = fc.oneof(fc.constant("fuzz"), fc.string({ minLength: 1, unit: "binary" }));
  let stored = 0;
  await fc.assert(
    fc.asyncProperty(id, body, async (accountId, said) => {
      const { status } = await routes.putAccount(accountId, said);
      expect([200, 400]).toContain(status);
      if (status !== 200) return;
      stored++;
      const { status: readStatus, body: read } = await routes.readAccount(accountId);
      expect(readStatus).toBe(200);
      expect((await routes.putAccount(accountId, read)).body).toEqual({ ...read, holds: undefined });
    }),
    { seed: 3, numRuns: 150 },
  );
  expect(stored).toBeGreaterThan(10);
});
