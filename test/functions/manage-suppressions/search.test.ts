import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saveSelected } from "#shared/dynamodb/invitations.ts";
import { saveContact } from "#shared/dynamodb/portfolio.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import { aContact, anInvitation, hashOf } from "../../builders.ts";
import { errorsOf } from "../save-portfolio/portfolio-routes.ts";
import { bounce, note, type SuppressionRoutes, startSuppressionRoutes } from "./suppression-routes.ts";

let routes: SuppressionRoutes;
beforeAll(async () => {
  routes = await startSuppressionRoutes();
});
afterAll(() => routes.stop());

describe("a search", () => {
  test("says why nobody writes to somebody, and of which mail it came", async () => {
    const invitation = anInvitation({ programId: "pre-renewal" });
    await saveSelected(routes.table, invitation);
    const { invitationId } = invitation;
    await suppress(routes.table, hashOf("kim@customer.example"), { ...bounce, invitationId });
    const { status, body } = await routes.search({ email: " Kim@Customer.example " });
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

  test("says every reason, the earliest first", async () => {
    const complaint = { reason: "complaint", at: "2026-10-02T08:05:00.000Z" } as const;
    for (const each of [complaint, bounce])
      await suppress(routes.table, hashOf("eve@customer.example"), each);
    const { items } = (await routes.search({ email: "eve@customer.example" })).body;
    expect(items).toMatchObject([bounce, complaint]);
    expect((await routes.lift(items[1].suppressionId, { note })).status).toBe(204);
    expect((await routes.search({ email: "eve@customer.example" })).body).toMatchObject({
      items: [],
      lifted: [
        { ...bounce, note },
        { ...complaint, note },
      ],
    });
  });

  test("says null where no mail of ours is known of it", async () => {
    await suppress(routes.table, hashOf("lee@customer.example"), { ...bounce, invitationId: "erased" });
    await suppress(routes.table, hashOf("ann@customer.example"), bounce);
    const items = async (email: string) => (await routes.search({ email })).body.items;
    expect(await items("lee@customer.example")).toMatchObject([{ invitationId: "erased", programId: null }]);
    expect(await items("ann@customer.example")).toMatchObject([{ invitationId: null, programId: null }]);
  });

  test("shows the contacts of that address, at every account, with their own record's consent", async () => {
    const email = "mei@customer.example";
    await saveContact(routes.table, aContact({ accountId: "a", email }), hashOf);
    await saveContact(routes.table, aContact({ accountId: "b", email, consent: "unsubscribed" }), hashOf);
    await saveContact(routes.table, aContact({ accountId: "c", email: "else@customer.example" }), hashOf);
    const { body } = await routes.search({ email });
    expect([body.items, body.contacts]).toEqual([
      [],
      [
        { accountId: "a", contactId: "con-1", consent: "subscribed" },
        { accountId: "b", contactId: "con-1", consent: "unsubscribed" },
      ],
    ]);
  });

  test("of an address with a domain in letters finds whom its ASCII form names", async () => {
    await suppress(routes.table, hashOf("uwe@xn--mller-kva.example"), bounce);
    expect((await routes.search({ email: "uwe@müller.example" })).body.items).toHaveLength(1);
  });

  test.each([
    [{}, ["email", "must be given"]],
    [{ email: "nobody" }, ["email", "is not an e-mail address: write it as name@domain"]],
    [{ email: "a@b.example", name: "Mei" }, ["name", "is not known here; there is email"]],
  ])("is refused: %o", async (body, error) => {
    const asked = await routes.search(body);
    expect([asked.status, errorsOf(asked.body)]).toEqual([400, [error]]);
  });
});
