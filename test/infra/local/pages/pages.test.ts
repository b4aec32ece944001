import { expect, it } from "vitest";
import type { LocalRoute } from "../../../../infra/local/http/local-route.ts";
import { matchRoute } from "../../../../infra/local/http/route.ts";
import { issueToken, tokenVerifier } from "../../../../infra/local/identity.ts";
import { LOCAL_AUDIENCE, LOCAL_ISSUER } from "../../../../infra/local/identity-constants.ts";
import { apiReader } from "../../../../infra/local/pages/api-reader.ts";
import { dashboardPage } from "../../../../infra/local/pages/dashboard.ts";
import { inboxPages } from "../../../../infra/local/pages/inbox.ts";
import { mailbox } from "../../../../infra/local/ses/mailbox.ts";
import { aDirectory, aLocal, serve } from "../a-local.ts";

async function show(routes: readonly LocalRoute[], url: string) {
  const [path = "/", query = ""] = url.split("?");
  const match = matchRoute(routes, "GET", path);
  if (match === undefined) throw new Error(`no page at ${path}`);
  const reply = await match.route.answer({
    path: match.pathParameters ?? {},
    query: new URLSearchParams(query),
    body: Buffer.alloc(0),
  });
  return { status: reply.status, headers: reply.headers, text: String(reply.body) };
}

const NPS = { value: -8.4, low: -41, high: 25, n: 12, small: true };
const CSAT = { mean: 4.14, satisfied: 0.78, satisfiedLow: 0.68, satisfiedHigh: 0.86, n: 84, small: false };

function aProduct(over: { results?: object; ctas?: object[]; fails?: string } = {}) {
  const asked: string[] = [];
  const api = async (path: string) => {
    asked.push(path);
    if (over.fails !== undefined && path.startsWith(over.fails)) throw new Error(`GET ${path} answered 503.`);
    if (path.startsWith("/v1/programs")) {
      return { items: [{ programId: "pre-renewal", name: "Pre-renewal", status: "active" }], next: null };
    }
    if (path.startsWith("/v1/results")) return { groups: over.results === undefined ? [] : [over.results] };
    return { items: over.ctas ?? [], next: null };
  };
  const { clock } = aLocal();
  return { asked, pages: dashboardPage({ clock, api, newestMails: () => [] }) };
}

it("shows scores with their interval and number of answers", async () => {
  const funnel = { invited: 90, sent: 84, opened: null, answered: 84 };
  const { asked, pages } = aProduct({
    results: { nps: NPS, csat: CSAT, funnel, responseRate: { rr2: 0.29 } },
  });
  const { text } = await show(pages, "/?days=30");
  for (const part of ["−8", "95%: −41 to +25 · n = 12", "few answers", "78%", "mean 4.1", "n = 84", "29%"]) {
    expect(text).toContain(part);
  }
  expect(text).toContain("not tracked");
  expect(asked).toContain("/v1/results?program=pre-renewal&from=2026-11-02&to=2026-12-01");
});

it.each([undefined, { nps: null, csat: null, funnel: { sent: 4 }, responseRate: { rr2: 0 } }])(
  "says no answers yet, and never 0, for %j",
  async (results) => {
    const { text } = await show(aProduct({ results }).pages, "/");
    expect(text).toContain("no answers yet");
    expect(text).not.toMatch(/NPS<\/span><div class="figure">/);
  },
);

it("escapes what the product and its mails say", async () => {
  const evil = '<script>alert("x")</script>';
  const cta = { ctaId: "1", kind: evil, accountId: "a", accountName: evil, dueAt: evil };
  const { text } = await show(aProduct({ ctas: [cta] }).pages, "/");
  expect(text).not.toContain("<script>alert");
  expect(text.split("&lt;script&gt;alert").length).toBeGreaterThan(3);
});

it.each(["/v1/programs", "/v1/results", "/v1/ctas"])(
  "says that %s failed and shows the rest",
  async (fails) => {
    const { status, text } = await show(aProduct({ fails }).pages, "/");
    expect(status).toBe(200);
    expect(text.replaceAll("&amp;", "&")).toContain(`GET ${fails}`);
    expect(text).toContain("answered 503.");
    expect(text).toContain("Tuesday, 1 December 2026");
  },
);

it("asks nothing of any other machine, by its policy", async () => {
  const { headers, text } = await show(aProduct().pages, "/");
  expect(headers["content-security-policy"]).toMatch(/^default-src 'none';/);
  expect(text.match(/https?:\/\/[^"\s]+/g) ?? []).toEqual([]);
});

async function anInbox(mails: number) {
  const { dir, db } = aLocal();
  const box = mailbox(dir, db);
  const raw = `From: Northwind <s@northwind.example>\r\nTo: mei@customer.example\r\nSubject: Hello\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nGo to http://localhost/s/abc?score=9.\r\n--b\r\nContent-Type: text/html\r\n\r\n<html><head></head><body><script>x()</script><a href="http://localhost/s/abc">9</a></body></html>\r\n--b--\r\n`;
  for (let n = 1; n <= mails; n++) {
    const id = `mail-${n}`;
    await box.writeRaw(id, Buffer.from(raw));
    const at = new Date(Date.UTC(2026, 11, 1, 10, n)).toISOString();
    const from = "s@northwind.example";
    box.insert(
      {
        id,
        to: "mei@customer.example",
        from,
        subject: `Hello ${n}`,
        at,
        links: ["http://localhost/s/abc?score=9"],
      },
      {
        configurationSet: undefined,
        mail: {
          timestamp: at,
          source: from,
          sourceArn: "",
          sendingAccountId: "",
          messageId: id,
          destination: [],
          headersTruncated: false,
          headers: [],
          commonHeaders: {},
          tags: {},
        },
      },
    );
  }
  return inboxPages(box);
}

it("lists mails newest first, a page at a time", async () => {
  const pages = await anInbox(52);
  const first = await show(pages, "/inbox");
  expect(first.text.indexOf("Hello 52")).toBeLessThan(first.text.indexOf("Hello 51"));
  expect(first.text).not.toContain("Hello 2<");
  expect(first.text).toContain('href="http://localhost/s/abc"');
  for (const page of ["2", "99"]) {
    const last = await show(pages, `/inbox?page=${page}`);
    expect(last.text).toContain("Hello 2<");
    expect(last.text).toContain("2 of 2");
  }
  expect((await show(pages, "/inbox?page=x")).text).toContain("Hello 52");
});

it("shows a mail's headers and both parts, its HTML where no script runs", async () => {
  const pages = await anInbox(1);
  const mail = await show(pages, "/inbox/mail-1");
  expect(mail.text).toContain("Northwind &lt;s@northwind.example&gt;");
  expect(mail.text).toContain('<a href="http://localhost/s/abc?score=9">http://localhost/s/abc?score=9</a>.');
  expect(mail.text).toMatch(/<iframe src="\/inbox\/mail-1\/html"[^>]* sandbox="allow-popups[^"]*"/);
  expect(mail.text).not.toContain("allow-scripts");
  const part = await show(pages, "/inbox/mail-1/html");
  expect(part.headers["content-security-policy"]).toMatch(/^default-src 'none';.* sandbox /);
  expect(part.text).toContain('<head><base target="_blank"></head>');
  expect((await show(pages, "/inbox/none")).status).toBe(404);
});

it("asks the product with a token that its authorizer takes, and says which request failed", async () => {
  const dir = aDirectory();
  await issueToken({ dir, role: "ops", email: "o@vendor.example" });
  const verify = tokenVerifier({ dir, issuer: LOCAL_ISSUER, audience: [LOCAL_AUDIENCE] });
  const origin = await serve(async (req, res) => {
    const verdict = await verify((req.headers.authorization ?? "").replace("Bearer ", ""));
    res.statusCode = req.url === "/v1/ctas" ? 503 : 200;
    res.end(JSON.stringify(verdict.kind));
  });
  const api = apiReader({ dir, origin });
  expect(await api("/v1/programs")).toBe("accepted");
  await expect(api("/v1/ctas")).rejects.toThrow("GET /v1/ctas answered 503.");
});
