import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveContact } from "#shared/dynamodb/portfolio.ts";
import { suppress, suppressionOf } from "#shared/dynamodb/suppressions.ts";
import { aContact, hashOf } from "../../builders.ts";
import { errorsOf } from "../save-portfolio/portfolio-routes.ts";
import { bounce, note, type SuppressionRoutes, startSuppressionRoutes } from "./suppression-routes.ts";

let routes: SuppressionRoutes;
beforeAll(async () => {
  routes = await startSuppressionRoutes();
});
afterAll(() => routes.stop());

describe("a lifting", () => {
  const suppressed = async (email: string): Promise<string> => {
    await suppress(routes.table, hashOf(email), bounce);
    return (await routes.search({ email })).body.items[0].suppressionId;
  };

  test("lets somebody be written to again, and keeps who did it, when and why", async () => {
    const email = "open@customer.example";
    const asked = await routes.lift(await suppressed(email), { note }, { email: "olu@vendor.example" });
    expect(asked).toEqual({ status: 204, body: null });
    const { items, lifted } = (await routes.search({ email })).body;
    expect([items, lifted]).toEqual([
      [],
      [{ ...bounce, liftedAt: expect.stringMatching(/^\d{4}-.*Z$/), by: "olu@vendor.example", note }],
    ]);
  });

  test("stands when the same bounce is heard of again, and not when another follows", async () => {
    const email = "again@customer.example";
    await routes.lift(await suppressed(email), { note });
    await suppress(routes.table, hashOf(email), bounce);
    expect(await suppressionOf(routes.table, hashOf(email))).toBeUndefined();
    await suppress(routes.table, hashOf(email), { ...bounce, at: "2999-01-01T00:00:00.000Z" });
    expect(await suppressionOf(routes.table, hashOf(email))).toBeDefined();
  });

  test("again changes nothing", async () => {
    const email = "twice@customer.example";
    const id = await suppressed(email);
    await routes.lift(id, { note });
    expect((await routes.lift(id, { note: "Another word" })).status).toBe(204);
    expect((await routes.search({ email })).body.lifted).toMatchObject([{ note }]);
  });

  test("of what the person asked for themselves leaves a contact's own record as it is", async () => {
    const email = "back@customer.example";
    await saveContact(routes.table, aContact({ accountId: "z", email, consent: "unsubscribed" }), hashOf);
    await suppress(routes.table, hashOf(email), { ...bounce, reason: "unsubscribe" });
    const [{ suppressionId }] = (await routes.search({ email })).body.items;
    expect((await routes.lift(suppressionId, { note })).status).toBe(204);
    const { items, contacts } = (await routes.search({ email })).body;
    expect([items, contacts]).toMatchObject([[], [{ accountId: "z", consent: "unsubscribed" }]]);
  });

  test.each([
    [{}, "must be given: whoever asks why this person is written to again will read it"],
    [{ note: "  " }, "is empty and must not be"],
    [{ note: "x".repeat(501) }, "is longer than 500 characters"],
    [{ note: "\ud800" }, "has half a character, which is no text in UTF-8"],
  ])("is refused without a good note, and nothing is lifted: %o", async (body, message) => {
    const email = "kept@customer.example";
    const asked = await routes.lift(await suppressed(email), body);
    expect([asked.status, errorsOf(asked.body)]).toEqual([400, [["note", message]]]);
    expect(await suppressionOf(routes.table, hashOf(email))).toEqual(bounce);
  });

  test.each(["f".repeat(64), "nonsense", "mei@customer.example", ""])(
    "of nobody's is not found: %j",
    async (id) => {
      const { status, body } = await routes.lift(id, { note });
      expect(status).toBe(404);
      expect(JSON.stringify(body)).not.toContain("@");
    },
  );

  test("may have a note of 500 characters", async () => {
    expect(
      (await routes.lift(await suppressed("long@customer.example"), { note: "x".repeat(500) })).status,
    ).toBe(204);
  });
});

test("both are for ops alone", async () => {
  for (const role of ["viewer", "csm"]) {
    expect((await routes.search({ email: "a@b.example" }, { role })).status).toBe(403);
    expect((await routes.lift("f".repeat(64), { note }, { role })).status).toBe(403);
  }
});

test("neither an address nor a note is logged", async () => {
  const written: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (line: string | Uint8Array) => written.push(String(line)) > 0;
  try {
    await suppress(routes.table, hashOf("quiet@customer.example"), bounce);
    const { body } = await routes.search({ email: "quiet@customer.example" });
    await routes.lift(body.items[0].suppressionId, { note });
  } finally {
    process.stdout.write = write;
  }
  expect(written.join("")).toContain("suppression-lifted");
  expect(written.join("")).not.toMatch(/quiet|mailbox|@/);
});

test("whatever is sent is no fault", async () => {
  const body = fc.dictionary(
    fc.constantFrom("email", "note"),
    fc.oneof(fc.constantFrom("a@b.example", note, "\ud800@b.example", "@"), fc.jsonValue({ maxDepth: 2 })),
  );
  await fc.assert(
    fc.asyncProperty(body, fc.string(), async (said, id) => {
      expect((await routes.search(said)).status).toBeLessThan(500);
      expect((await routes.lift(id, said)).status).toBeLessThan(500);
    }),
    { seed: 4, numRuns: 100 },
  );
});
