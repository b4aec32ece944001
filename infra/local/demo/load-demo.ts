import { DEMO_ANSWERS, demoAccounts, demoContacts } from "./portfolio.ts";

export type Demo = {
  readonly origin: string;
  readonly token: string;
  /** The demo's days: from a week ago, where the fresh clock stands, to the present. */
  readonly from: Date;
  readonly to: Date;
};

/**
 * Fills a fresh laptop the way its user would: imports the demo portfolio over the API, lets the clock run up to
 * the present, and answers some of the mails that arrive on the way.
 */
export async function loadDemo({ origin, token, from, to }: Demo): Promise<void> {
  const dayAfter = (days: number) => new Date(to.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  await importCsv(origin, token, "accounts", demoAccounts(dayAfter));
  await importCsv(origin, token, "contacts", demoContacts());
  const answered = new Set<string>();
  for (let day = from.getTime() + 86_400_000; ; day += 86_400_000) {
    const now = new Date(Math.min(day, to.getTime()));
    await request(`${origin}/_local/clock`, {
      method: "POST",
      body: JSON.stringify({ now: now.toISOString() }),
    });
    await answerNewMails(origin, answered);
    if (now >= to) return;
  }
}

async function importCsv(origin: string, token: string, kind: string, body: string): Promise<void> {
  const authorization = `Bearer ${token}`;
  const started = await request(`${origin}/v1/imports?kind=${kind}`, {
    method: "POST",
    headers: { authorization, "content-type": "text/csv" },
    body,
  });
  const { importId } = (await started.json()) as { importId: string };
  await request(`${origin}/_local/idle`, { method: "POST", body: "{}" });
  const done = await request(`${origin}/v1/imports/${importId}`, { headers: { authorization } });
  const { rejected } = (await done.json()) as { rejected: number };
  if (rejected > 0)
    throw new Error(`${rejected} rows of the demo's ${kind} were refused: see GET /v1/imports/${importId}`);
}

async function answerNewMails(origin: string, answered: Set<string>): Promise<void> {
  const inbox = (await (await request(`${origin}/_local/inbox`)).json()) as { id: string; links: string[] }[];
  for (const mail of inbox.toReversed()) {
    if (answered.has(mail.id)) continue;
    const answer = DEMO_ANSWERS[answered.size % DEMO_ANSWERS.length];
    answered.add(mail.id);
    const [link] = mail.links;
    if (answer === undefined || link === undefined) continue;
    // Here, also where the links lead to whatever stands in front of the laptop.
    const survey = origin + new URL(link).pathname;
    const page = await (await request(survey)).text();
    const asked = Object.entries(answer).filter(([questionId]) => page.includes(`name="${questionId}"`));
    await request(survey, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(Object.fromEntries(asked)),
    });
  }
  await request(`${origin}/_local/idle`, { method: "POST", body: "{}" });
}

async function request(url: string, init?: RequestInit): Promise<Response> {
  const reply = await fetch(url, init);
  // The path of a survey is its token: only the status and the route are told.
  if (!reply.ok)
    throw new Error(`the demo got ${reply.status} from ${init?.method ?? "GET"} ${routeOf(url)}`);
  return reply;
}

const routeOf = (url: string): string => new URL(url).pathname.replace(/^\/s\/.*/, "/s/{token}");
