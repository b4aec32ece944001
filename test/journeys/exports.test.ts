import { parse } from "csv-parse/sync";
import { beforeAll, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";

const COMMENT = 'Good,\n"fast"; São João';
const HISTORY = [
  "survey_id,program,account_id,contact_email,sent_at,answered_at,nps,csat,comment,plan,products,arr_usd",
  `s-1,pre-renewal,acc-1,mei@works.example,2026-10-01T09:00:00Z,2026-10-02T09:00:00Z,9,5,"${COMMENT.replaceAll('"', '""')}",premium,api;web,12000.5`,
  "s-2,pre-renewal,acc-2,kim@works.example,2026-10-01T09:00:00Z,2026-10-03T09:00:00Z,2,1,=1+1,,,",
  "",
].join("\n");

const api = aStack("2026-11-28T01:00:00Z");

beforeAll(async () => {
  await api.importText("responses", HISTORY);
});

async function exported(over: object) {
  const body = { from: "2026-10-01", to: "2026-10-31", format: "csv", ...over };
  const { exportId } = await api.post("/v1/exports", body);
  await api.idle();
  return await api.get(`/v1/exports/${exportId}`);
}

it("what was answered leaves as a file, by an address that no token needs and that soon expires", async () => {
  const done = await exported({ what: "responses" });
  expect(done).toMatchObject({ what: "responses", status: "done", rows: 2 });
  const file = await fetch(done.url, { headers: { origin: "https://ops.example" } });
  expect(file.headers.get("content-disposition")).toBe(
    'attachment; filename="responses-2026-10-01-2026-10-31.csv"',
  );
  expect(file.headers.get("access-control-allow-origin")).toBe("*");
  const bytes = Buffer.from(await file.arrayBuffer());
  expect([bytes.length, bytes.subarray(0, 3).toString("hex")]).toEqual([done.bytes, "efbbbf"]);
  const rows = parse(bytes, { bom: true, columns: true }) as Record<string, string>[];
  expect(rows).toMatchObject([
    { survey_id: "s-2", account_id: "acc-2", nps: "2", csat: "1", comment: "'=1+1", plan: "", arr_usd: "" },
    {
      survey_id: "s-1",
      account_id: "acc-1",
      comment: COMMENT,
      products: "api;web",
      arr_usd: "12000.5",
      sent_at: "2026-10-01T09:00:00.000Z",
      imported: "true",
    },
  ]);

  expect((await fetch(done.url.replace(/(Signature=)./, "$1z"))).status).toBe(403);
  await api.moveClock(new Date(Date.parse(done.urlUntil) + 1000).toISOString());
  expect((await fetch(done.url)).status).toBe(403);
  const { url } = await api.get(`/v1/exports/${done.exportId}`);
  expect((await fetch(url)).status).toBe(200);
});

it("each kind leaves as JSON lines, with the same fields in every line", async () => {
  for (const [what, rows] of Object.entries({ responses: 2, invitations: 2, ctas: 0 })) {
    const done = await exported({ what, format: "jsonl", program: "pre-renewal" });
    expect(done).toMatchObject({ what, status: "done", rows });
    const lines = (await (await fetch(done.url)).text()).split("\n").slice(0, -1);
    const fields = lines.map((line) => Object.keys(JSON.parse(line)).join());
    expect([lines.length, new Set(fields).size]).toEqual([rows, Math.min(rows, 1)]);
  }
  const done = await exported({ what: "results", format: "jsonl", program: "pre-renewal" });
  const [line = ""] = (await (await fetch(done.url)).text()).split("\n");
  const shown = await api.get("/v1/results?program=pre-renewal&from=2026-10-01&to=2026-10-31");
  const { nps, funnel } = shown.groups[0];
  expect(JSON.parse(line)).toMatchObject({ nps: nps.value, nps_low: nps.low, nps_n: 2, sent: funnel.sent });
});
