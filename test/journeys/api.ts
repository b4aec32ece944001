import type { AccessRole } from "#shared/lambda/api.ts";

export type Mail = { id: string; to: string; from: string; subject: string; at: string; links: string[] };
export type ImportResult = {
  status: string;
  accepted: number;
  rejected: number;
  errors: { line: number; field: string; message: string }[];
};
type Rule = { rule: string; verdict: string; reason?: string };
type Decision = { accountId: string; contactId: string | null; verdict: string; rules: Rule[] };
type BusEvent = { id: string; type: string; detail: Record<string, unknown> };
// What the API answers is what is under test: it is looked at, not trusted.
// biome-ignore lint/suspicious/noExplicitAny: replies are asserted on field by field
type Json = any;

export type Api = ReturnType<typeof apiOver>;

/** The product as ops reach it, with a token of theirs. */
export const apiOf = (origin: string, token: string): Api => apiOver({ origin, token: async () => token });

/** The product as its users reach it: over HTTP, and nothing else. Who asks is ops, unless said otherwise. */
export function apiOver(stack: {
  readonly origin: string;
  readonly token: (role: AccessRole) => Promise<string>;
}) {
  const tokens = new Map<AccessRole, Promise<string>>();
  async function request(path: string, init: RequestInit, role: AccessRole = "ops"): Promise<Response> {
    const token = tokens.get(role) ?? stack.token(role);
    tokens.set(role, token);
    const headers = { authorization: `Bearer ${await token}`, ...init.headers };
    return await fetch(stack.origin + path, { ...init, headers });
  }
  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    const reply = await request(path, init);
    if (!reply.ok)
      throw new Error(`${init.method ?? "GET"} ${path} answered ${reply.status}: ${await reply.text()}`);
    return reply;
  }
  const get = async (path: string): Promise<Json> => (await ask(path)).json();
  const post = async (path: string, body: unknown): Promise<Json> =>
    (await ask(path, json("POST", body))).json();
  // Long enough for a busy machine: that it comes to an end is looked at, not how soon.
  const idle = () => post("/_local/idle", { timeoutMs: 240_000 });

  async function list(path: string): Promise<Json[]> {
    const items: Json[] = [];
    let next: string | null = null;
    do {
      const join = path.includes("?") ? "&" : "?";
      const page: Json = await get(next === null ? path : `${path}${join}cursor=${encodeURIComponent(next)}`);
      items.push(...page.items);
      next = page.next;
    } while (next !== null);
    return items;
  }

  async function acceptImport(kind: string, csv: string | Buffer): Promise<{ importId: string }> {
    const headers = { "content-type": "text/csv" };
    const reply = await ask(`/v1/imports?kind=${kind}`, { method: "POST", headers, body: csv });
    if (reply.status !== 202) throw new Error(`an import was answered ${reply.status}`);
    return (await reply.json()) as { importId: string };
  }

  return {
    get origin() {
      return stack.origin;
    },
    get,
    post,
    put: async (path: string, body: unknown) => void (await ask(path, json("PUT", body))),
    patch: async (path: string, body: unknown) => void (await ask(path, json("PATCH", body))),
    /** Answers what comes back, whatever it is. */
    send: (method: string, path: string, body?: unknown, role?: AccessRole): Promise<Response> =>
      request(path, json(method, body), role),
    list,
    idle,
    moveClock: (now: string) => post("/_local/clock", { now }),
    inbox: (): Promise<Mail[]> => get("/_local/inbox"),
    events: (type: string): Promise<BusEvent[]> => get(`/_local/events?type=${encodeURIComponent(type)}`),
    slack: (): Promise<unknown[]> => get("/_local/slack"),

    acceptImport,

    async importText(kind: string, csv: string | Buffer, { mayReject = false } = {}): Promise<ImportResult> {
      const { importId } = await acceptImport(kind, csv);
      await idle();
      const done: ImportResult = await get(`/v1/imports/${importId}`);
      if (!mayReject && done.rejected > 0)
        throw new Error(`${done.rejected} rows of the ${kind} were refused`);
      return done;
    },

    async wholeRun(program: string, runId: string): Promise<{ counts: Json; decisions: Decision[] }> {
      const decisions: Decision[] = [];
      let cursor = "";
      for (;;) {
        const run = await get(`/v1/programs/${program}/runs/${runId}${cursor}`);
        decisions.push(...run.decisions.items);
        if (run.decisions.next === null) return { counts: run.counts, decisions };
        cursor = `?cursor=${encodeURIComponent(run.decisions.next)}`;
      }
    },

    /** Opens the page, fills in the form that is there, and sends it. */
    async answerForm(link: string, scores: Readonly<Record<string, number>>): Promise<void> {
      const page = await (await fetch(link)).text();
      const hidden = [...page.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => input);
      const form = new URLSearchParams();
      for (const input of hidden) form.set(attribute(input, "name"), attribute(input, "value"));
      for (const [name, value] of Object.entries(scores)) form.set(name, String(value));
      const reply = await fetch(link, { method: "POST", body: form });
      if (reply.status !== 200) throw new Error(`an answer was met with ${reply.status}`);
    },

    async answerJson(
      link: string,
      answers: Readonly<Record<string, number | string>>,
    ): Promise<{ responseId: string }> {
      const headers = { "content-type": "application/json" };
      const reply = await fetch(link, { method: "POST", headers, body: JSON.stringify(answers) });
      if (reply.status !== 200) throw new Error(`an answer was met with ${reply.status}`);
      return (await reply.json()) as { responseId: string };
    },

    /** What a person would call the state of things: who was asked, what came back, what follows from it. */
    async state(): Promise<unknown> {
      return {
        inbox: (await get("/_local/inbox")).map(({ id }: Mail) => id),
        events: (await get("/_local/events")).map(({ detail }: BusEvent) => detail.id).sort(),
        ctas: (await list("/v1/ctas")).map(({ ctaId, dueAt, responses }) => [ctaId, dueAt, responses]).sort(),
        invitations: (await list("/v1/invitations?limit=500"))
          .map(({ invitationId, status }) => [invitationId, status])
          .sort(),
        results: await Promise.all(
          ["post-onboarding", "pre-renewal"].map(
            async (program) =>
              (await get(`/v1/results?program=${program}&from=2026-11-24&to=2026-12-08`)).groups,
          ),
        ),
      };
    },
  };
}

const json = (method: string, body: unknown) => ({
  method,
  headers: { "content-type": "application/json" },
  body: body === undefined ? null : JSON.stringify(body),
});

/** The page of a mail's survey, without a score. */
export const surveyOf = (mail: Mail | undefined): string =>
  mail?.links.find((link) => link.includes("/s/"))?.split("?")[0] ?? "";

const attribute = (input: string, name: string): string =>
  new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "";
