import PostalMime from "postal-mime";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { personHash } from "#shared/domain/accounts/person.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import { markedAsTest } from "../../../functions/preview-program/sample-mail.ts";
import { aProgram, PERSON_KEY } from "../../builders.ts";
import type { Answer } from "../../remembering-endpoint.ts";
import { ACCEPTED, type PreviewRoutes, startPreviewRoutes } from "./preview-routes.ts";

const email = "ops@vendor.example";
const { programId: _, version: __, ...PROPOSED } = aProgram();

let routes: PreviewRoutes;
beforeAll(async () => {
  routes = await startPreviewRoutes();
});
afterAll(() => routes.stop());
beforeEach(() => {
  routes.asked.length = 0;
  routes.sesAnswers(ACCEPTED);
});

/** What SES was last handed, by the names of its form, and the mail in it. */
async function handedOver() {
  const form = Object.fromEntries(new URLSearchParams(routes.asked.at(-1)?.body));
  const raw = Buffer.from(form["RawMessage.Data"] ?? "", "base64");
  return { form, raw: raw.toString("latin1"), mail: await PostalMime.parse(raw) };
}

test("sends the mail of the preview to whoever asks, of no invitation, and keeps nothing", async () => {
  expect(await routes.testSend({ email, locale: "de" })).toEqual({
    status: 202,
    body: {
      messageId: "ses-1",
      programId: "post-onboarding",
      version: 1,
      note: expect.stringContaining("made up"),
    },
  });
  const { form, mail } = await handedOver();
  expect(form).toMatchObject({
    Action: "SendRawEmail",
    Source: "surveys@northwind.example",
    "Destinations.member.1": email,
    ConfigurationSetName: "surveys",
  });
  const tags = Object.keys(form).filter((name) => /^Tags\..*Name$/.test(name));
  expect(tags.map((name) => form[name])).toEqual(["mail"]);
  const { body } = await routes.preview({ locale: "de" });
  expect({ subject: mail.subject, html: mail.html, text: mail.text }).toEqual({
    subject: `[Test] ${body.mail.subject}`,
    html: body.mail.html,
    text: body.mail.text,
  });
  expect(mail.to?.map(({ address }) => address)).toEqual([email]);
  expect(await routes.kept()).toBe(0);
});

test.each(["survey", "reminder"])("of an anonymous program says and does as it will: a %s", async (mail) => {
  const definition = { ...PROPOSED, anonymous: true };
  const { body } = await routes.preview({ locale: "en", mail, definition });
  const { status } = await routes.testSend({ email, locale: "en", mail, definition });
  expect(status).toBe(202);
  const sent = await handedOver();
  expect(sent.form.ConfigurationSetName).toBe("untracked");
  for (const text of [body.mail.text, body.mail.html, sent.mail.text, sent.mail.html]) {
    expect(text).toContain("Your answer is anonymous");
    expect(text).not.toMatch(/change your answer/);
  }
  expect(/If you have answered already/.test(sent.mail.text ?? "")).toBe(mail === "reminder");
});

test("that is not tracked goes as such a survey does", async () => {
  await routes.testSend({ email, definition: { ...PROPOSED, tracksOpens: false } });
  expect((await handedOver()).form.ConfigurationSetName).toBe("untracked");
});

test.each(["en", "ja", "he"])("says in the subject that it is a test: a reminder, %s", async (locale) => {
  await routes.testSend({ email, locale, mail: "reminder" });
  const { mail } = await handedOver();
  expect(mail.subject).toMatch(/^\[Test\] [^ =]/);
  expect(mail.inReplyTo).toMatch(/^<.+>$/);
});

test("makes no line longer that carries encoded words", () => {
  const full = `Subject: =?UTF-8?Q?N=C3=B6rd?= ${"asks ".repeat(9)}`.trimEnd().padEnd(76, "!");
  const marked = Buffer.from(markedAsTest(Buffer.from(`${full}\r\n\r\nSubject: body`))).toString();
  const [head = "", body] = marked.split("\r\n\r\n");
  expect(head.replaceAll("\r\n ", " ")).toBe(full.replace("Subject: ", "Subject: [Test] "));
  expect(Math.max(...head.split("\r\n").map((line) => line.length))).toBeLessThanOrEqual(76);
  expect(body).toBe("Subject: body");
});

test("goes to the token's address, however its case is written in the body", async () => {
  expect((await routes.testSend({ email: " OPS@Vendor.example " })).status).toBe(202);
  expect((await handedOver()).form["Destinations.member.1"]).toBe(email);
});

test.each([
  ["somebody else's", "mei@customer.example", email],
  ["one that looks alike", "ops@vendor.example.evil.example", email],
  ["one whose token carries none", email, ""],
])("writes to no other address: %s", async (_, to, own) => {
  const { status, body } = await routes.testSend({ email: to }, { email: own });
  expect({ status, errors: body.errors }).toEqual({
    status: 403,
    errors: [{ path: "email", message: "must be the address that your token carries" }],
  });
  expect(JSON.stringify(body)).not.toContain("@");
  expect(routes.asked).toEqual([]);
});

test.each([
  ["no address", {}, "email"],
  ["a malformed one", { email: "ops at vendor" }, "email"],
  ["one that SES cannot deliver to", { email: "öps@vendor.example" }, "email"],
  ["two, one in a line of its own", { email: "ops@vendor.example\r\nBcc: mei@customer.example" }, "email"],
  ["a score, which no mail has", { email, score: 9 }, "score"],
])("refuses %s", async (_, said, path) => {
  const { status, body } = await routes.testSend(said);
  expect({ status, path: body.errors[0].path }).toEqual({ status: 400, path });
  expect(routes.asked).toEqual([]);
});

test("is for ops", async () => {
  expect((await routes.testSend({ email }, { role: "csm" })).status).toBe(403);
});

test("does not know a program that there is not", async () => {
  expect((await routes.testSend({ email }, { programId: "no-such-program" })).status).toBe(404);
});

test("says that an address is suppressed, and since when, and sends nothing", async () => {
  const gone = "gone@vendor.example";
  const at = "2026-10-01T08:05:00.000Z";
  await suppress(routes.table, personHash(gone, PERSON_KEY), { reason: "unsubscribe", at });
  const { status, body } = await routes.testSend({ email: gone }, { email: gone });
  expect({ status, errors: body.errors }).toEqual({
    status: 409,
    errors: [{ path: "email", message: `is suppressed since ${at}: unsubscribe` }],
  });
  expect(routes.asked).toEqual([]);
});

const no = (status: number, code: string, message = "no"): Answer => ({
  status,
  body: `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});
const failedTheCheck = (who: string) =>
  `Email address is not verified. The following identities failed the check in region US-EAST-1: ${who}`;

test.each<[string, Answer, number, RegExp]>([
  ["to an address it does not know", no(400, "MessageRejected", failedTheCheck(email)), 409, /sandbox/],
  [
    "from an address it does not know",
    no(400, "MessageRejected", failedTheCheck("surveys@northwind.example")),
    409,
    /surveys come from/,
  ],
  ["from a paused account", no(400, "AccountSendingPausedException"), 409, /paused/],
  ["from a suspended one", no(400, "MessageRejected", "Sending suspended for this account."), 409, /paused/],
  ["of a virus", no(400, "MessageRejected"), 409, /MessageRejected/],
  ["that IAM forbids", no(403, "AccessDenied"), 409, /AccessDenied/],
  ["among too many", no(400, "Throttling", "Maximum sending rate exceeded."), 503, /in a minute/],
  ["over the day's quota", no(400, "Throttling", "Daily message quota exceeded."), 503, /tomorrow/],
  ["in a fault of its own", no(500, "InternalFailure"), 503, /no clear answer/],
  ["without a word", "hang-up", 503, /no clear answer/],
])("says plainly why SES does not take a test: %s", async (_, answer, expected, words) => {
  routes.sesAnswers(answer);
  const { status, body } = await routes.testSend({ email });
  expect(status).toBe(expected);
  expect(body.detail).toMatch(words);
  expect(JSON.stringify(body)).not.toContain("@");
  expect(routes.asked).toHaveLength(1);
});
