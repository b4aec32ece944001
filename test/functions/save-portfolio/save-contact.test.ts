import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { aContact, anAccount, hashOf } from "../../builders.ts";
import { itemsOf } from "../../shared/selection/scenario.ts";
import { errorsOf, type Routes, startPortfolioRoutes } from "./portfolio-routes.ts";

let routes: Routes;
let accounts = 0;
let accountId: string;
beforeAll(async () => {
  routes = await startPortfolioRoutes();
});
afterAll(() => routes.stop());
/** Each test has an account of its own, Ana's. */
beforeEach(async () => {
  accountId = `acc-${++accounts}`;
  await saveAccount(routes.table, anAccount({ accountId }));
});

const mei = { email: "mei@customer.example", roles: ["admin"] };
const put = (body: unknown, caller?: { role?: string; email?: string }) =>
  routes.putContact(accountId, "mei", body, caller);
const stored = async () => (await routes.readContact(accountId, "mei")).body;

test("a contact is stored as it was put, and read back", async () => {
  const { status, body } = await put({ ...mei, locale: "PT_br", timeZone: "europe/berlin", personas: null });
  expect([status, body]).toEqual([
    200,
    {
      ...{ accountId, contactId: "mei", email: "mei@customer.example", locale: "pt-BR" },
      ...{ timeZone: "Europe/Berlin", roles: ["admin"], personas: [], consent: "subscribed" },
    },
  ]);
  expect(await stored()).toEqual(body);
});

test("the same twice changes nothing, and what is left out is unknown", async () => {
  await put({ ...mei, name: "Mei Müller" });
  const before = await itemsOf(routes.table, () => true);
  await put(await stored());
  expect(await itemsOf(routes.table, () => true)).toEqual(before);
  await put(mei);
  expect(await stored()).not.toHaveProperty("name");
});

test.each([
  [{}, "email", "must be given"],
  [{ email: "mei" }, "email", "is not an e-mail address: write it as name@domain"],
  [
    { ...mei, roles: ["boss"] },
    "roles.0",
    "must be one of admin, owner, maintainer, developer, reporter, guest, sold-to",
  ],
  [{ ...mei, personas: ["x"] }, "personas.0", "must be one of billing, procurement, technical, executive"],
  [
    { ...mei, timeZone: "Mars/Base" },
    "timeZone",
    "is not a time zone; it must be a name such as Europe/Berlin",
  ],
  [{ ...mei, locale: "!" }, "locale", "must be a language tag, such as de or pt-BR"],
  [{ ...mei, consent: "maybe" }, "consent", "must be one of subscribed, unsubscribed"],
  [{ ...mei, contactId: "other" }, "contactId", "must be the one of the path"],
  [{ ...mei, accountId: "other" }, "accountId", "must be the one of the path"],
])("%o is refused", async (body, path, message) => {
  const { status, body: problem } = await put(body);
  expect([status, errorsOf(problem)]).toEqual([400, [[path, message]]]);
  expect(JSON.stringify(problem)).not.toContain(mei.email);
});

test("a contact needs an account", async () => {
  const { status } = await routes.putContact("nowhere", "mei", mei);
  expect(status).toBe(404);
});

describe("an unsubscribe", () => {
  test("may be set, and stays where nothing is said of it", async () => {
    await put({ ...mei, consent: "unsubscribed" });
    expect((await put({ ...mei, name: "Mei" })).body).toMatchObject({ name: "Mei", consent: "unsubscribed" });
  });

  test("is not lifted", async () => {
    await put({ ...mei, consent: "unsubscribed" });
    const { status, body } = await put({ ...mei, consent: "subscribed" });
    expect([status, errorsOf(body)]).toEqual([409, [["consent", "is unsubscribed, and stays so"]]]);
    expect(await stored()).toMatchObject({ consent: "unsubscribed" });
  });
});

describe("a CSM", () => {
  const ana = { role: "csm", email: "Ana@vendor.example" };
  beforeEach(() => saveContact(routes.table, aContact({ accountId, contactId: "mei" }), hashOf));

  test("sets roles in their own accounts", async () => {
    const { status, body } = await put({ roles: ["owner", "admin"] }, ana);
    expect([status, body]).toEqual([
      200,
      aContact({ accountId, contactId: "mei", roles: ["owner", "admin"] }),
    ]);
    expect(await stored()).toEqual(body);
  });

  test("may say the rest as it is", async () => {
    const whole = aContact({ accountId, contactId: "mei", roles: ["guest"] });
    expect((await put(whole, ana)).status).toBe(200);
    expect(await stored()).toEqual(whole);
  });

  test.each([
    ["name", "Somebody Else"],
    ["name", null],
    ["email", "other@customer.example"],
    ["consent", "unsubscribed"],
    ["personas", ["billing"]],
  ])("changes nothing else: %s %o", async (field, value) => {
    const { status, body } = await put({ roles: ["owner"], [field]: value }, ana);
    expect([status, errorsOf(body)]).toEqual([403, [[field, "may be changed by ops alone"]]]);
    expect(await stored()).toEqual(aContact({ accountId, contactId: "mei" }));
  });

  test("has to name roles", async () => {
    const { status, body } = await put({}, ana);
    expect([status, errorsOf(body)]).toEqual([400, [["roles", "must be given"]]]);
  });

  test.each([{ email: "bo@vendor.example" }, { email: "" }])(
    "of another account is refused: %o",
    async ({ email }) => {
      const { status, body } = await put({ roles: ["owner"] }, { role: "csm", email });
      expect([status, body.detail]).toEqual([403, expect.stringContaining("this account is not yours")]);
    },
  );

  test("is nobody's where the account has none", async () => {
    await saveAccount(routes.table, { ...anAccount({ accountId }), csm: undefined });
    expect((await put({ roles: ["owner"] }, { role: "csm", email: "" })).status).toBe(403);
  });

  test("adds nobody, and removes nobody", async () => {
    expect((await routes.putContact(accountId, "new", { roles: ["admin"] }, ana)).status).toBe(403);
    expect((await routes.deleteContact(accountId, "mei", ana)).status).toBe(403);
    expect((await put({ roles: ["owner"] }, { role: "viewer", email: ana.email })).status).toBe(403);
  });
});

test("a contact that is removed is gone, and again", async () => {
  await put(mei);
  for (let times = 0; times < 2; times++) {
    const { status, body } = await routes.deleteContact(accountId, "mei");
    expect([status, body]).toEqual([204, null]);
  }
  expect((await routes.readContact(accountId, "mei")).status).toBe(404);
  expect((await routes.postHold({ contactId: "mei", until: "2999-01-01", reason: "x" })).status).toBe(400);
  expect([...(await itemsOf(routes.table, (pk) => pk === "CONTACT#mei")).keys()]).not.toContain(
    `CONTACT#mei ACCOUNT#${accountId}`,
  );
});

test("whatever is put, by whomever, is no fault", async () => {
  const value = fc.oneof(
    fc.constantFrom(null, "", "a@b.example", "de", "Europe/Berlin", "unsubscribed", ["admin"], []),
    fc.string({ unit: "binary" }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const fields = ["email", "name", "locale", "timeZone", "roles", "personas", "consent", "contactId", "x"];
  const body = fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 4 });
  const id = fc.oneof(fc.constant("mei"), fc.string({ minLength: 1, unit: "binary" }));
  const role = fc.constantFrom("csm", "ops");
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(id, body, role, fc.boolean(), async (contactId, said, by, isWhole) => {
      const caller = { role: by, email: "ana@vendor.example" };
      const sent = isWhole ? { email: "a@b.example", ...said } : said;
      const { status } = await routes.putContact(accountId, contactId, sent, caller);
      seen.add(status);
      expect([200, 400, 403, 409]).toContain(status);
      if (status === 200) expect((await routes.readContact(accountId, contactId)).status).toBe(200);
    }),
    { seed: 5, numRuns: 200 },
  );
  expect([...seen]).toEqual(expect.arrayContaining([200, 400, 403]));
});
