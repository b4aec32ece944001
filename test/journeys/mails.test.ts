import { beforeAll, describe, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";
import { type Letter, readLetter } from "./letters.ts";
import { ASKED_BY_EVENTS, CONTACTS, halfOf, ODD_ACCOUNT, ODD_CONTACTS, type Row } from "./mailed-contacts.ts";

const AT = "2026-11-24T23:30:00Z";
const PUBLIC = "https://surveys.example";
const SCORES = { nps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], csat: [1, 2, 3, 4, 5] };
const EVENTS = ["case-closure", "scale-engagement", "product-csat"];
const HEADERS =
  "auto-submitted content-language content-type date from list-unsubscribe list-unsubscribe-post message-id mime-version subject to x-auto-response-suppress";

type Invitation = Record<"invitationId" | "accountId" | "contactId" | "programId" | "status", string>;

/**
 * What arrives: eight days of half the portfolio on the real local stack, reached under a public address, with event
 * programs and odd names among it.
 */
describe("the mails of a run", { timeout: 400_000 }, () => {
  const api = aStack(AT, { publicOrigin: PUBLIC });
  let waited: Invitation;
  let letters: Letter[] = [];
  let invitations = new Map<string, Invitation>();

  beforeAll(async () => {
    for (const kind of ["accounts", "contacts", "sends"]) await api.importText(kind, halfOf(kind));
    await api.importText("accounts", ODD_ACCOUNT);
    await api.importText("contacts", ODD_CONTACTS);
    for (const [i, { contact_id: contactId, account_id: accountId }] of ASKED_BY_EVENTS.entries()) {
      const type = EVENTS[i % EVENTS.length];
      const touchpoint = { type, accountId, contactId, reference: `case-${i}`, occurredAt: AT };
      await api.post("/v1/touchpoints", touchpoint);
    }
    await api.moveClock("2026-11-25T12:00:00Z");
    waited = await unsubscribeOneWhoWaits();
    await api.moveClock("2026-11-26T12:00:00Z");
    await read();
  }, 400_000);

  /** Somebody is selected, their morning has not come yet, and an import says that they want no mail. */
  async function unsubscribeOneWhoWaits(): Promise<Invitation> {
    const waiting = (await api.list("/v1/invitations?limit=500")).find(({ status }) => status === "selected");
    const row = { ...CONTACTS.get(waiting?.contactId), consent: "unsubscribed" };
    const cells = Object.values(row).map((cell) => `"${cell}"`);
    await api.importText("contacts", `${Object.keys(row)}\n${cells}\n`);
    return waiting;
  }

  async function read(): Promise<void> {
    letters = await Promise.all((await api.inbox()).map((mail) => readLetter(api.origin, mail)));
    const all: Invitation[] = await api.list("/v1/invitations?limit=500");
    invitations = new Map(all.map((one) => [one.invitationId, one]));
  }

  /** Where a public address leads on this machine. */
  const here = (link: string): string => api.origin + new URL(link).pathname;
  const contactOf = ({ invitationId }: Letter): Row =>
    CONTACTS.get(invitations.get(invitationId)?.contactId ?? "") ?? {};
  const programOf = ({ invitationId }: Letter) => invitations.get(invitationId)?.programId ?? "";

  it("are those of this run: in every language, of scheduled and of event programs", () => {
    const languages = ["en", "de", "fr", "es", "pt", "ja", "ar", "he"];
    expect(new Set(letters.map(({ header }) => header("content-language")))).toEqual(new Set(languages));
    expect(new Set(letters.map(programOf))).toEqual(
      new Set([...EVENTS, "post-onboarding", "pre-renewal", "post-renewal", "all-customer-csat"]),
    );
    const ofEvents = letters.filter((letter) => EVENTS.includes(programOf(letter)));
    expect(ofEvents).toHaveLength(ASKED_BY_EVENTS.length);
    expect(letters.length).toBeGreaterThan(ofEvents.length + 20);
  });

  it("are plain ASCII in lines of mail, text before HTML, both in UTF-8", () => {
    for (const { source, email } of letters) {
      expect(source).toMatch(/^[\t\r\n -~]*$/);
      expect(source).not.toMatch(/[^\r]\n|\r[^\n]/);
      expect(source.split("\r\n").filter(({ length }) => length > 998)).toEqual([]);
      expect(source.match(/^Content-Type: .*$/gm)).toEqual([
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
      ]);
      expect(email.attachments).toEqual([]);
      for (const part of [email.text, email.html]) expect(part).not.toMatch(/\ufffd|undefined|\{company\}/);
    }
  });

  it("go to one person each, by name, in their language and its direction, with no header but our own", () => {
    for (const letter of letters) {
      const { email, header, summary } = letter;
      const contact = contactOf(letter);
      const language = contact.locale?.split("-")[0] || "en";
      const keys = email.headers.map(({ key }) => key).sort();
      expect(keys.join(" ")).toBe(HEADERS);
      expect(email.to).toEqual([{ name: contact.name, address: contact.email }]);
      expect(summary.to).toBe(contact.email);
      expect(email.text).toContain(contact.name);
      expect(header("content-language")).toBe(language);
      const direction = ["ar", "he"].includes(language) ? "rtl" : "ltr";
      expect(email.html).toContain(`<html lang="${language}" dir="${direction}">`);
    }
    expect(new Set(letters.map(({ email }) => email.messageId)).size).toBe(letters.length);
    expect(new Set(letters.map(({ summary }) => summary.to.toLowerCase())).size).toBe(letters.length);
  });

  it("link, under the public address, to the survey of their own invitation and to nothing else", async () => {
    expect(new Set(letters.map(({ survey }) => survey)).size).toBe(letters.length);
    for (const { email, survey, unsubscribe, invitationId } of letters) {
      const kind = email.html?.includes("score=10") ? "nps" : "csat";
      const wanted = [...SCORES[kind].map((score) => `${survey}?score=${score}`), survey, unsubscribe];
      const inHtml = [...(email.html ?? "").matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link);
      expect(inHtml).toEqual(wanted);
      expect(email.text?.match(/https?:\S+/g)).toEqual(wanted);
      // A token names its invitation in its first 16 bytes; whether it is genuine, only the pages tell.
      const [token = "", other = ""] = [survey, unsubscribe].map((link) => new URL(link).pathname.slice(3));
      expect(survey).toBe(`${PUBLIC}/s/${token}`);
      expect(Buffer.from(token, "base64url").subarray(0, 16).toString("hex")).toBe(invitationId);
      expect(token).not.toBe(other);
    }
    for (const { survey, header } of letters) {
      const page = await fetch(here(survey));
      expect(page.status).toBe(200);
      const html = await page.text();
      expect(html).toContain(`<html lang="${header("content-language")}"`);
      expect(html).toMatch(/<input[^>]*type="radio"/);
    }
  });

  it("can be stopped by one click, as RFC 8058 has it, on lines that are not folded", async () => {
    for (const { source } of letters) {
      expect(source).toMatch(/^List-Unsubscribe: <https:\/\/surveys\.example\/u\/[\w-]{48}>\r\n\S/m);
      expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\S/m);
      expect(source.match(/^List-/gim)).toHaveLength(2);
    }
    expect(new Set(letters.map(({ unsubscribe }) => unsubscribe)).size).toBe(letters.length);
    const [{ survey, unsubscribe }] = letters as [Letter];
    expect((await fetch(here(unsubscribe))).status).toBe(200);
    expect((await fetch(here(survey).replace("/s/", "/u/"))).status).toBe(404);
  });

  it("never go to who unsubscribed while theirs was waiting", async () => {
    const theirs: Invitation[] = await api.list(`/v1/invitations?account=${waited.accountId}`);
    const now = theirs.find(({ invitationId }) => invitationId === waited.invitationId);
    expect(now?.status).toBe("withdrawn");
    expect(letters.map(({ invitationId }) => invitationId)).not.toContain(waited.invitationId);
  });

  it("remind once, after a week of silence, in the first one's thread, and nobody who was heard of", async () => {
    const firsts = letters.filter((one) => !EVENTS.includes(programOf(one)) && one.summary.at < "2026-11-26");
    type Four = [Letter, Letter, Letter, Letter, ...Letter[]];
    const [answered, unsubscribed, bounced, complained, ...silent] = firsts as Four;
    expect(silent.length).toBeGreaterThan(10);
    const hasNps = answered.email.html?.includes("score=10");
    await api.answerForm(here(answered.survey), { csat: 4, ...(hasNps ? { nps: 9 } : {}) });
    const click = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    const reply = await fetch(here(unsubscribed.unsubscribe), {
      method: "POST",
      body: click,
      redirect: "error",
    });
    expect(reply.status).toBe(200);
    await api.post("/_local/ses-events", { type: "bounce", mailId: bounced.summary.id });
    await api.post("/_local/ses-events", { type: "complaint", mailId: complained.summary.id });
    await api.idle();
    await api.moveClock("2026-12-02T23:30:00Z");
    await read();

    const reminders = letters.filter(({ isReminder }) => isReminder);
    expect(reminders.map(({ invitationId }) => invitationId).sort()).toEqual(
      silent.map(({ invitationId }) => invitationId).sort(),
    );
    for (const reminder of reminders) {
      const first = silent.find(({ invitationId }) => invitationId === reminder.invitationId) as Letter;
      for (const name of ["in-reply-to", "references"])
        expect(reminder.header(name)).toBe(`<${first.summary.id}@email.amazonses.com>`);
      expect(reminder.email.messageId).not.toBe(first.email.messageId);
      expect([reminder.email.subject, reminder.email.to]).toEqual([first.email.subject, first.email.to]);
      expect([reminder.survey, reminder.unsubscribe]).toEqual([first.survey, first.unsubscribe]);
      const elapsed = Date.parse(reminder.summary.at) - Date.parse(first.summary.at);
      expect(elapsed / 86_400_000).toBeGreaterThanOrEqual(7);
    }
  });
});
