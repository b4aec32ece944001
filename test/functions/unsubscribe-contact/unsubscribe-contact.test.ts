import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linkToken, tokenHashOf } from "#shared/domain/sending/link-token.ts";
import { saveSelected } from "#shared/dynamodb/invitations.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import { invitationOfUnsubscribeLink, recordUnsubscribed } from "#shared/dynamodb/unsubscribe-links.ts";
import { unsubscribeContact } from "../../../functions/unsubscribe-contact/unsubscribe-contact.ts";
import { anInvitation } from "../../builders.ts";
import { givenMail, startUnsubscribeSite, tokenOf, type UnsubscribeSite } from "./unsubscribe-site.ts";

let site: UnsubscribeSite;
beforeAll(async () => {
  site = await startUnsubscribeSite();
});
afterAll(() => site.stop());

const ports = () => ({
  invitationOfLink: (link: Parameters<typeof invitationOfUnsubscribeLink>[1]) =>
    invitationOfUnsubscribeLink(site.table, link),
  suppress: (...[personHash, suppression]: [string, Parameters<typeof suppress>[2]]) =>
    suppress(site.table, personHash, suppression),
  recordUnsubscribed: (invitationId: string, now: Date) => recordUnsubscribed(site.table, invitationId, now),
});
const formOf = (body: string, type = "application/x-www-form-urlencoded") => ({
  headers: { "content-type": type },
  body,
});

describe("a POST", () => {
  test.each([
    ["as RFC 8058 has it, urlencoded", formOf("List-Unsubscribe=One-Click")],
    [
      "as RFC 8058 has it, multipart",
      formOf(
        '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
        "multipart/form-data; boundary=b",
      ),
    ],
    ["from our own button", formOf("")],
    ["without a body or a type", {}],
    ["of something else altogether", { ...formOf("AAECAw==", "image/png"), isBase64Encoded: true }],
  ])("%s stops surveys, with a page and without a redirect or a cookie", async (_, request) => {
    const mail = await givenMail(site.table);
    const { statusCode, body, headers = {}, cookies } = await site.post(mail.token, request);
    expect(statusCode).toBe(200);
    expect(body).toContain("Surveys are stopped");
    expect(Object.keys(headers)).not.toContain("location");
    expect([Object.keys(headers).includes("set-cookie"), cookies]).toEqual([false, undefined]);
    const suppression = await site.suppression(mail.personHash);
    expect(suppression).toMatchObject({ reason: "unsubscribe", invitationId: mail.invitationId });
    expect((await site.invitation(mail.invitationId))?.unsubscribedAt).toBe(suppression?.at);
  });

  test("twice is once", async () => {
    const mail = await givenMail(site.table);
    const unsubscribe = unsubscribeContact(ports());
    const first = new Date("2026-12-02T08:00:00.000Z");
    for (const now of [first, new Date("2026-12-03T08:00:00.000Z")])
      expect((await unsubscribe(mail.token, now)).kind).toBe("unsubscribed");
    expect(await site.suppression(mail.personHash)).toMatchObject({ at: first.toISOString() });
    expect((await site.invitation(mail.invitationId))?.unsubscribedAt).toBe(first.toISOString());
  });

  test("counts 24 months later, after the survey was answered and has closed", async () => {
    const answers = [{ questionId: "nps", kind: "nps" as const, value: 3 }];
    const at = "2026-12-02T09:00:00.000Z";
    const mail = await givenMail(site.table, { attempts: [{ attemptId: "a", at, answers }] });
    const now = new Date("2028-12-01T08:00:00.000Z");
    expect((await unsubscribeContact(ports())(mail.token, now)).kind).toBe("unsubscribed");
    expect(await site.suppression(mail.personHash)).toMatchObject({ at: now.toISOString() });
  });

  test("that failed half way is done by the next", async () => {
    const mail = await givenMail(site.table);
    const [first, next] = [new Date("2026-12-02T08:00:00.000Z"), new Date("2026-12-02T08:01:00.000Z")];
    const recordUnsubscribed = () => Promise.reject(new Error("throttled"));
    await expect(unsubscribeContact({ ...ports(), recordUnsubscribed })(mail.token, first)).rejects.toThrow();
    await unsubscribeContact(ports())(mail.token, next);
    expect(await site.suppression(mail.personHash)).toMatchObject({ at: first.toISOString() });
    expect((await site.invitation(mail.invitationId))?.unsubscribedAt).toBe(next.toISOString());
  });

  test("says where to write to if it was a mistake, in the language of the mail", async () => {
    const mail = await givenMail(site.table, { locale: "de-AT" });
    const { body } = await site.post(mail.token, { headers: { "accept-language": "fr" } });
    expect(body).toContain('lang="de"');
    expect(body).toContain("surveys@northwind.example");
  });
});

describe("a GET or HEAD", () => {
  test("shows one button and changes nothing, however often it is fetched", async () => {
    const mail = await givenMail(site.table);
    for (let times = 0; times < 3; times++) {
      const { statusCode, body } = await site.get(mail.token);
      expect(statusCode).toBe(200);
      expect(body?.match(/<button/g)).toHaveLength(1);
      expect(body).toContain(`<form method="post" action="${mail.token}">`);
      await site.head(mail.token);
    }
    expect(await site.suppression(mail.personHash)).toBeUndefined();
    expect(await site.invitation(mail.invitationId)).not.toHaveProperty("unsubscribedAt");
    expect(await site.invitation(mail.invitationId)).not.toHaveProperty("clickedAt");
  });

  test("HEAD says what GET would say, without a page", async () => {
    const { token } = await givenMail(site.table);
    const [head, get] = [await site.head(token), await site.get(token)];
    expect(head.body).toBe("");
    expect({ ...head, body: get.body }).toEqual(get);
  });

  test("is in the browser's language where the contact's is not known", async () => {
    const { token } = await givenMail(site.table);
    expect((await site.get(token, { headers: { "accept-language": "ar" } })).body).toContain('dir="rtl"');
  });

  test("runs nothing, is framed by nobody, tells nobody its address and is not indexed", async () => {
    const { token } = await givenMail(site.table);
    const { headers = {}, body = "" } = await site.get(token);
    const style = /<style>(.*?)<\/style>/s.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers).toMatchObject({
      "content-security-policy": `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow",
    });
    expect(body).not.toContain("<script");
  });
});

describe("no token, a wrong one, an unknown one and the survey's own", () => {
  test.each(["get", "post"] as const)(
    "are one and the same page to a %s, and stop nothing",
    async (method) => {
      const mail = await givenMail(site.table);
      const survey = linkToken(mail.invitationId, Buffer.alloc(32, 7));
      const wrong = mail.token.slice(0, -1) + (mail.token.endsWith("A") ? "B" : "A");
      const tokens = [wrong, survey, tokenOf("f".repeat(32)), "nonsense", ""];
      const replies = await Promise.all(tokens.map((token) => site[method](token)));
      expect(replies[0]?.statusCode).toBe(404);
      for (const reply of replies) expect(reply).toEqual(replies[0]);
      expect(await site.suppression(mail.personHash)).toBeUndefined();
    },
  );

  test("cost the same: one read", async () => {
    const { token } = await givenMail(site.table);
    for (const each of [token, tokenOf("f".repeat(32)), "nonsense"]) {
      let reads = 0;
      const invitationOfLink: ReturnType<typeof ports>["invitationOfLink"] = (link) => {
        reads += 1;
        return invitationOfUnsubscribeLink(site.table, link);
      };
      const asked = {
        ...ports(),
        invitationOfLink,
        suppress: async () => {},
        recordUnsubscribed: async () => {},
      };
      await unsubscribeContact(asked)(each, new Date("2026-12-02T08:00:00.000Z"));
      expect(reads).toBe(1);
    }
  });

  test("of an invitation whose mail carried no such link, none is right", async () => {
    const invitation = anInvitation({ invitationId: "e".repeat(32), status: "selected" });
    await saveSelected(site.table, invitation);
    for (const tokenHash of ["", "undefined", tokenHashOf(tokenOf(invitation.invitationId))]) {
      const link = { invitationId: invitation.invitationId, tokenHash };
      expect(await invitationOfUnsubscribeLink(site.table, link)).toBeUndefined();
    }
  });
});
