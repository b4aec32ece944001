import { describe, expect, test } from "vitest";
import { allMappings, mappingById, saveMapping } from "#shared/dynamodb/mappings.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import { manageMappings } from "../../../functions/accept-import/manage-mappings.ts";
import { described } from "../../described.ts";
import { aTable } from "../../table.ts";

const NOW = new Date("2026-12-01T10:00:00Z");
const SHOP = {
  name: "Shop",
  columns: { survey_id: "Id", answered_at: "At", csat: "Stars", comment: ["Title", "Text"] },
  constants: { program: "shop" },
};

async function aDesk() {
  const table = await aTable();
  const answer = described(
    manageMappings({
      allMappings: () => allMappings(table),
      mappingById: (mappingId) => mappingById(table, mappingId),
      saveMapping: (mappingId, mapping, at) => saveMapping(table, mappingId, mapping, at),
    }),
  );
  return async (method: string, mappingId?: string, body: unknown = "") => {
    const request: ApiRequest = {
      method,
      route: `${method} /v1/mappings${mappingId === undefined ? "" : "/{mappingId}"}`,
      ...{ path: { mappingId }, query: {}, headers: {} },
      body: typeof body === "string" ? body : JSON.stringify(body),
      caller: { email: "ops@northwind.example", role: "ops" },
    };
    const reply = await answer(request, NOW);
    return { status: reply.statusCode, body: JSON.parse(reply.body ?? "{}") };
  };
}

describe("mappings", () => {
  test("are those that are shipped, and ops' own behind them", async () => {
    const ask = await aDesk();
    await ask("PUT", "shop", SHOP);
    const { status, body } = await ask("GET");
    expect(status).toBe(200);
    expect(body.next).toBeNull();
    expect(body.items).toMatchObject([
      { mappingId: "delighted", isShipped: true, name: "Delighted" },
      { mappingId: "retently" },
      { mappingId: "gainsight" },
      { mappingId: "delighted-us-dates" },
      { mappingId: "retently-us-dates" },
      { mappingId: "gainsight-us-dates", isShipped: true },
      { mappingId: "shop", isShipped: false, name: "Shop" },
    ]);
  });

  test("can be read, changed and put under another id", async () => {
    const ask = await aDesk();
    const { body: delighted } = await ask("GET", "delighted");
    const ours = { ...delighted, times: { format: "D/M/YYYY H:mm", timeZone: "Europe/London" } };
    expect((await ask("PUT", "delighted-london", ours)).status).toBe(200);
    expect((await ask("GET", "delighted-london")).body).toEqual({
      ...delighted,
      times: { format: ["D/M/YYYY H:mm"], timeZone: "Europe/London" },
    });
    await ask("PUT", "delighted-london", { ...ours, name: "Renamed" });
    expect((await ask("GET", "delighted-london")).body.name).toBe("Renamed");
  });

  test("of an unknown id are not found", async () => {
    const ask = await aDesk();
    for (const id of ["shop", "No such", "x".repeat(4000)]) expect((await ask("GET", id)).status).toBe(404);
  });

  test.each([
    [409, "delighted", SHOP, undefined],
    [400, "My Shop", SHOP, "mappingId"],
    [400, "shop", "not json", ""],
    [400, "shop", { ...SHOP, colums: {} }, "colums"],
    [400, "shop", { ...SHOP, columns: { ...SHOP.columns, stars: "Stars" } }, "columns.stars"],
    [413, "shop", { ...SHOP, source: "x".repeat(65_536) }, undefined],
  ])("are refused with %i under the id %s", async (status, id, file, path) => {
    const ask = await aDesk();
    const reply = await ask("PUT", id, file);
    expect(reply.status).toBe(status);
    if (path !== undefined) expect(reply.body.errors).toMatchObject([{ path }]);
    expect((await ask("GET")).body.items.every(({ isShipped }: { isShipped: boolean }) => isShipped)).toBe(
      true,
    );
  });
});
