import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveSelected } from "#shared/dynamodb/invitations.ts";
import { saveContact } from "#shared/dynamodb/portfolio.ts";
import { suppress, suppressionOf } from "#shared/dynamodb/suppressions.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { aContact, anInvitation, hashOf, PERSON_KEY } from "../../builders.ts";
import { startEndpoint } from "../../remembering-endpoint.ts";
import { type Answer, askRoute, startOpsTable } from "../ops-routes.ts";

type Caller = { readonly role?: string; readonly email?: string };
type Asked = { readonly status: number; readonly body: Answer };

let table: Table;
let search: (body: unknown, caller?: Caller) => Promise<Asked>;
let lift: (suppressionId: string, body: unknown, caller?: Caller) => Promise<Asked>;
let stop: () => void;
beforeAll(async () => {
  const started = await startOpsTable();
  const Value = PERSON_KEY.toString("base64");
  const ssm = await startEndpoint(() => ({ status: 200, body: JSON.stringify({ Parameter: { Value } }) }));
  Object.assign(process.env, { AWS_ENDPOINT_URL_SSM: ssm.url });
  const { handler } = await import("../../../functions/manage-suppressions/handler.ts");
  table = started.table;
  search = (body, caller = {}) =>
    askRoute(handler, "POST /v1/suppressions/search", { body: JSON.stringify(body), ...caller });
  lift = (suppressionId, body, caller = {}) =>
    askRoute(handler, "DELETE /v1/suppressions/{suppressionId}", {
      path: { suppressionId },
      body: JSON.stringify(body),
      ...caller,
    });
  stop = () => {
    ssm.stop();
    started.stop();
  };
});
afterAll(() => stop());

const bounce = { reason: "hard-bounce", at: "2026-10-01T08:05:00.000Z" } as const;
const note = "The mailbox was full; it is open again";
const errorsOf = ({ body }: Asked): unknown[] =>
  body.errors.map(({ path, message }: Answer) => [path, message]);

describe("a search", () => {
  test("says why nobody writes to somebody, and of which mail it came", async () => {
    const invitation = anInvitation({ programId: "pre-renewal" });
    await saveSelected(table, invitation);
    const { invitationId } = invitation;
    await suppress(table, hashOf("kim@customer.example"), { ...bounce, invitationId });
    const { status, body } = await search({ email: " Kim@Customer.example " });
    expect([status, body]).toMatchObject([
      200,
      {
        items: [{ suppressionId: expect.any(String), ...bounce, invitationId, programId: "pre-renewal" }],
        lifted: [],
        contacts: [],
      },
    ]);
    expect(JSON.stringify(body)).not.toContain("@");
  });

  test("says null where no mail of ours is known of it", async () => {
    await suppress(table, hashOf("lee@customer.example"), { ...bounce, invitationId: "erased" });
    await suppress(table, hashOf("ann@customer.example"), bounce);
    const items = async (email: string) => (await search({ email })).body.items;
    expect(await items("lee@customer.example")).toMatchObject([{ invitationId: "erased", programId: null }]);
    expect(await items("ann@customer.example")).toMatchObject([{ invitationId: null, programId: null }]);
  });

  test("shows the contacts of that address, at every account, with their own record's consent", async () => {
    const email = "mei@customer.example";
    await saveContact(table, aContact({ accountId: "a", email }), hashOf);
    await saveContact(table, aContact({ accountId: "b", email, consent: "unsubscribed" }), hashOf);
    await saveContact(table, aContact({ accountId: "c", email: "else@customer.example" }), hashOf);
    const { body } = await search({ email });
    expect([body.items, body.contacts]).toEqual([
      [],
      [
        { accountId: "a", contactId: "con-1", consent: "subscribed" },
        { accountId: "b", contactId: "con-1", consent: "unsubscribed" },
      ],
    ]);
  });

  test("of an address with a domain in letters finds whom its ASCII form names", async () => {
    await suppress(table, hashOf("uwe@xn--mller-kva.example"), bounce);
    expect((await search({ email: "uwe@müller.example" })).body.items).toHaveLength(1);
  });

  test.each([
    [{}, ["email", "must be given"]],
    [{ email: "nobody" }, ["email", "is not an e-mail address: write it as name@domain"]],
    [{ email: "a@b.example", name: "Mei" }, ["", 'Unrecognized key: "name"']],
  ])("is refused: %o", async (body, error) => {
    const asked = await search(body);
    expect([asked.status, errorsOf(asked)]).toEqual([400, [error]]);
  });
});

describe("a lifting", () => {
  const suppressed = async (email: string): Promise<string> => {
    await suppress(table, hashOf(email), bounce);
    return (await search({ email })).body.items[0].suppressionId;
  };

  test("lets somebody be written to again, and keeps who did it, when and why", async () => {
    const email = "open@customer.example";
    const asked = await lift(await suppressed(email), { note }, { email: "olu@vendor.example" });
    expect(asked).toEqual({ status: 204, body: null });
    const { items, lifted } = (await search({ email })).body;
    expect([items, lifted]).toEqual([
      [],
      [{ ...bounce, liftedAt: expect.stringMatching(/^\d{4}-.*Z$/), by: "olu@vendor.example", note }],
    ]);
  });

  test("stands when the same bounce is heard of again, and not when another follows", async () => {
    const email = "again@customer.example";
    await lift(await suppressed(email), { note });
    await suppress(table, hashOf(email), bounce);
    expect(await suppressionOf(table, hashOf(email))).toBeUndefined();
    await suppress(table, hashOf(email), { ...bounce, at: "2999-01-01T00:00:00.000Z" });
    expect(await suppressionOf(table, hashOf(email))).toBeDefined();
  });

  test("again changes nothing", async () => {
    const email = "twice@customer.example";
    const id = await suppressed(email);
    await lift(id, { note });
    expect((await lift(id, { note: "Another word" })).status).toBe(204);
    expect((await search({ email })).body.lifted).toMatchObject([{ note }]);
  });

  test("of what the person asked for themselves leaves a contact's own record as it is", async () => {
    const email = "back@customer.example";
    await saveContact(table, aContact({ accountId: "z", email, consent: "unsubscribed" }), hashOf);
    await suppress(table, hashOf(email), { ...bounce, reason: "unsubscribe" });
    const [{ suppressionId }] = (await search({ email })).body.items;
    expect((await lift(suppressionId, { note })).status).toBe(204);
    const { items, contacts } = (await search({ email })).body;
    expect([items, contacts]).toMatchObject([[], [{ accountId: "z", consent: "unsubscribed" }]]);
  });

  test.each([
    [{}, "must be given: whoever asks why this person is written to again will read it"],
    [{ note: "  " }, "is empty and must not be"],
    [{ note: "x".repeat(501) }, "is longer than 500 characters"],
    [{ note: "\ud800" }, "has half a character, which is no text in UTF-8"],
  ])("is refused without a good note, and nothing is lifted: %o", async (body, message) => {
    const email = "kept@customer.example";
    const asked = await lift(await suppressed(email), body);
    expect([asked.status, errorsOf(asked)]).toEqual([400, [["note", message]]]);
    expect(await suppressionOf(table, hashOf(email))).toEqual(bounce);
  });

  test.each(["f".repeat(64), "nonsense", "mei@customer.example", ""])(
    "of nobody's is not found: %j",
    async (id) => {
      const { status, body } = await lift(id, { note });
      expect(status).toBe(404);
      expect(JSON.stringify(body)).not.toContain("@");
    },
  );

  test("may have a note of 500 characters", async () => {
    expect((await lift(await suppressed("long@customer.example"), { note: "x".repeat(500) })).status).toBe(
      204,
    );
  });
});

test("both are for ops alone", async () => {
  for (const role of ["viewer", "csm"]) {
    expect((await search({ email: "a@b.example" }, { role })).status).toBe(403);
    expect((await lift("f".repeat(64), { note }, { role })).status).toBe(403);
  }
});

test("neither an address nor a note is logged", async () => {
  const written: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (line: string | Uint8Array) => written.push(String(line)) > 0;
  try {
    await suppress(table, hashOf("quiet@customer.example"), bounce);
    const { body } = await search({ email: "quiet@customer.example" });
    await lift(body.items[0].suppressionId, { note });
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
      expect((await search(said)).status).toBeLessThan(500);
      expect((await lift(id, said)).status).toBeLessThan(500);
    }),
    { seed: 4, numRuns: 100 },
  );
});
