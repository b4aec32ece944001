import { describe, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";

/** Another tool's: names of its own, days as in the United States, the score in words, and much that nobody reads. */
const MAPPING = {
  name: "Voices",
  columns: {
    survey_id: "Ticket",
    answered_at: "Answered",
    csat: { from: "Mood", values: { Delighted: "5", Upset: "1" } },
    comment: { join: ["Title", "Words"], optional: true },
  },
  constants: { program: "Voices CSAT" },
  times: { format: "M/D/YYYY h:mm A", timeZone: "America/New_York" },
};
const TRANSCRIPT = "blah ".repeat(5_000);
const FILE = [
  "Ticket,Answered,Mood,Transcript,Words",
  ...Array.from({ length: 240 }, (_, i) => `t-${i},11/30/2026 7:0${i % 10} PM,delighted,${TRANSCRIPT},Fine`),
  `t-240,12/31/2026 7:00 PM,Upset,,`,
  `t-241,30/11/2026 19:00,Upset,,`,
  `t-242,11/30/2026 7:00 PM,So so,,`,
].join("\n");

/** A file too large to be sent, from a tool that has other words for everything. */
describe("an upload", { timeout: 240_000 }, () => {
  const api = aStack("2026-12-01T12:00:00Z");

  const put = (url: string, type: string) =>
    fetch(url, { method: "PUT", headers: { "content-type": type }, body: FILE });

  it("is imported as its mapping says once it is there, and once only", async () => {
    expect(FILE.length).toBeGreaterThan(5 * 1024 * 1024);
    expect((await api.send("PUT", "/v1/mappings/voices", MAPPING)).status).toBe(200);
    const offered = await api.send("POST", "/v1/imports?kind=responses&mapping=voices&upload=true");
    expect(offered.status).toBe(201);
    const { importId, uploadUrl } = (await offered.json()) as { importId: string; uploadUrl: string };
    const start = async () => (await api.send("POST", `/v1/imports/${importId}/start`)).status;

    expect(await start()).toBe(409);
    expect((await put(uploadUrl, "text/html")).status).toBe(403);
    expect(await start()).toBe(409);
    expect((await put(uploadUrl, "text/csv")).status).toBe(200);
    expect(await start()).toBe(202);
    await api.idle();
    const done = await api.get(`/v1/imports/${importId}`);
    expect(done).toMatchObject({ status: "done", mapping: "voices", accepted: 240, rejected: 3 });
    expect(done.errors).toMatchObject([
      { line: 242, field: "Answered" },
      { line: 243, field: "Answered" },
      { line: 244, field: "Mood" },
    ]);
    expect(await start()).toBe(202);
    await api.idle();
    expect(await api.get(`/v1/imports/${importId}`)).toEqual(done);

    await api.moveClock("2026-12-01T12:02:00Z");
    const { groups } = await api.get("/v1/results?program=voices-csat&from=2026-12-01&to=2026-12-01");
    expect(groups).toMatchObject([{ csat: { mean: 5, n: 240 } }]);
  });
});
