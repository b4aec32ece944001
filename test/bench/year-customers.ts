import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { Api, Mail } from "../journeys/api.ts";
import { readLetter } from "../journeys/letters.ts";
import type { Row } from "../journeys/mailed-contacts.ts";
import { drawVisits, isClosedOn, type Visit } from "./year-draws.ts";
import { type Answered, firstScored, groupsToBe, humanPosts } from "./year-truth.ts";

const DAY_MS = 86_400_000;
/** What is posted within seconds of the mail is taken for a machine's. */
const SOONEST_MS = 60_000;

type Planned = Visit & { readonly mail: Mail; readonly link: string; readonly notBefore: number };
/** `settle` answers once all that was done has had its effect. */
type SettlingApi = Api & { settle(): Promise<unknown> };
type Local = { readonly origin: string; now(): Date; token(): Promise<string> };

const rowsOf = (name: string): Row[] =>
  parse(readFileSync(`test/data/portfolio/${name}.csv`), { columns: true, bom: true });
const accounts = new Map(rowsOf("accounts").map((row) => [row.account_id, row]));
const contacts = new Map(rowsOf("contacts").map((row) => [row.email?.toLowerCase(), row]));

/** Everybody who gets a mail, as the seed has them answer; keeps what they answered, and what must follow from it. */
export function customersOf(stack: Local, api: SettlingApi, seed: number) {
  /** By the survey's address, since a reminder has the same. */
  const mailsByLink = new Map<string, Mail[]>();
  const answeredByLink = new Map<string, Answered>();
  const { groups, ...cause } = groupsToBe();
  const problems: string[] = [];
  let planned: Planned[] = [];
  let [mailsRead, closed] = [0, 0];

  async function readMails(): Promise<void> {
    const all = await api.inbox();
    const unread = all.slice(0, all.length - mailsRead).reverse();
    mailsRead = all.length;
    for (const mail of unread) {
      const link = mail.links.find((one) => one.includes("/s/"))?.split("?")[0] ?? "";
      const mails = mailsByLink.get(link);
      if (mails !== undefined) {
        mails.push(mail);
        continue;
      }
      mailsByLink.set(link, [mail]);
      const visits = drawVisits(seed, `${addressOf(mail)} ${mail.at.slice(0, 10)}`).map((visit) => ({
        ...visit,
        ...{ mail, link, notBefore: Date.parse(mail.at) + SOONEST_MS + visit.afterDays * DAY_MS },
      }));
      planned.push(...visits);
    }
  }

  async function visit({ mail, link, fill, isScanner }: Planned): Promise<void> {
    const form = await openForm(link);
    const given = fill(form.asked);
    const body = new URLSearchParams({ ...form.hidden, ...given, ...(isScanner && { Subject: "x" }) });
    const reply = await fetch(link, { method: "POST", body });
    const known = answeredByLink.get(link);
    const { invitationId } = known ?? (await readLetter(stack.origin, mail));
    await reply.text();
    if (reply.status !== 200) {
      problems.push(`an answer to ${invitationId} was met with ${reply.status}`);
      return;
    }
    const contact = contacts.get(addressOf(mail)) ?? {};
    const answered = known ?? {
      invitationId,
      program: form.hidden.program ?? "",
      account: accounts.get(contact.account_id) ?? {},
      contactId: contact.contact_id ?? "",
      posts: [],
    };
    answeredByLink.set(link, answered);
    const post = { at: stack.now().toISOString(), given, isScanner };
    answered.posts.push(post);
    if (firstScored(answered) === post) cause.answer(answered, post);
  }

  /** A share of what is open is closed: the next answer opens another. */
  async function closeSome(day: string): Promise<void> {
    for (const kind of ["negative", "positive"] as const) {
      for (const cta of await api.list(`/v1/ctas?status=open&kind=${kind}&limit=500`)) {
        // Not by its id, which is of whichever of a day's answers came first.
        if (!isClosedOn(seed, `${kind} ${cta.accountId} ${cta.program}`, day)) continue;
        const driver = kind === "negative" ? { driver: "product-quality" } : {};
        const reply = await fetch(`${stack.origin}/v1/ctas/${cta.ctaId}`, {
          method: "PATCH",
          headers: {
            authorization: `Bearer ${await stack.token()}`,
            "content-type": "application/json",
          },
          body: JSON.stringify({ status: "closed", outcome: "talked to them", ...driver }),
        });
        if (reply.status !== 200) problems.push(`closing ${cta.ctaId} was met with ${reply.status}`);
        else if (cause.close(kind, cta.accountId, cta.program)) closed++;
        else problems.push(`${cta.ctaId} was open, and no answer of ${cta.accountId} asked for it`);
      }
    }
  }

  return {
    groups,
    problems,
    answered: (): Answered[] => [...answeredByLink.values()],
    closed: () => closed,

    /** What they do on a day, by noon of it; closings are on Fridays, once all that was answered has had its effect. */
    async live(day: string): Promise<void> {
      await readMails();
      const now = stack.now().getTime();
      const due = planned.filter(({ notBefore }) => notBefore <= now);
      planned = planned.filter(({ notBefore }) => notBefore > now);
      for (const one of due) await visit(one);
      const isFriday = new Date(day).getUTCDay() === 5;
      if (due.length > 0 || isFriday) await api.settle();
      if (isFriday) await closeSome(day);
    },

    /** Invitations of which a mail left after a person had answered. */
    remindedInVain: (): string[] =>
      [...answeredByLink].flatMap(([link, answered]) => {
        const at = humanPosts(answered)[0]?.at;
        const isLater = (mail: Mail) => at !== undefined && mail.at > at;
        return mailsByLink.get(link)?.some(isLater) ? [answered.invitationId] : [];
      }),
  };
}

const addressOf = ({ to }: Mail): string => /[^\s<>]+@[^\s<>]+/.exec(to)?.[0].toLowerCase() ?? "";

/** The form as a browser has it: what it sends along unseen, and what it asks. */
async function openForm(link: string) {
  const page = await (await fetch(link)).text();
  const hidden: Record<string, string> = {};
  for (const [input] of page.matchAll(/<input[^>]*type="hidden"[^>]*>/g))
    hidden[attribute(input, "name")] = attribute(input, "value");
  const asked = ["nps", "csat", "comment"].filter((name) => page.includes(`name="${name}"`));
  return { hidden, asked };
}

const attribute = (input: string, name: string): string =>
  new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "";
