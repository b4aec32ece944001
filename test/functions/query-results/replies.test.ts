import { describe, expect, it } from "vitest";
import { queryResults } from "#shared/results/query-results.ts";
import { resultsReply } from "../../../functions/query-results/replies.ts";
import { aBucket } from "../../shared/domain/results/some-buckets.ts";
import { DECEMBER, measuring, NOW } from "../../shared/results/measuring.ts";

describe("the reply of results", () => {
  const ask = async (names: readonly string[]) => {
    const buckets = names.map((value) => aBucket({ attribute: "industry", value, scores: [0, 10] }));
    const query = { ...DECEMBER, programs: ["post-onboarding"], groupBy: "industry" } as const;
    return resultsReply(await queryResults(measuring(buckets))(query, NOW));
  };
  /** As many as one answer may have at most, each as long as a value can be. */
  const names = (fill: string) => Array.from({ length: 5000 }, (_, i) => String(i).padStart(320, fill));

  it("is refused where a function may not send it, by its size with all its escapes", async () => {
    const fits = await ask(names("x"));
    expect(JSON.parse(fits.body ?? "").groups).toHaveLength(5000);
    expect(Buffer.byteLength(JSON.stringify(fits))).toBeLessThan(6 * 1024 * 1024);
    const refused = await ask(names('"'));
    expect([refused.statusCode, JSON.parse(refused.body ?? "")]).toMatchObject([
      400,
      { detail: expect.stringContaining("5000 groups"), errors: [{ path: "interval" }] },
    ]);
  });
});
