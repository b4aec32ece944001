import { describe, expect, it } from "vitest";
import { aStack, MORNING_ZONE } from "./a-stack.ts";

/** As the laptop's tokens name a CSM. */
const ANA = "csm@lifecycle-surveys.example";

/** One account and its contacts put over HTTP, on the real local stack: its CSM finds it and holds a contact. */
describe("an account that is put, found and partly held", { timeout: 400_000 }, () => {
  const api = aStack("2026-11-30T23:30:00Z");

  const send = async (...request: Parameters<typeof api.send>): Promise<number> =>
    (await api.send(...request)).status;

  it("has its survey sent to whom no hold is over", async () => {
    const account = { name: "Müller Werke", plan: "premium", status: "active", customerSince: "2026-10-02" };
    const works = "/v1/accounts/works%202";
    expect(await send("PUT", works, { ...account, csm: { name: "Ana", email: ANA } })).toBe(200);
    for (const name of ["mei", "ann"]) {
      const contact = { email: `${name}@customer.example`, roles: ["guest"], timeZone: MORNING_ZONE };
      expect(await send("PUT", `${works}/contacts/${name}`, contact)).toBe(200);
      expect(await send("PUT", `${works}/contacts/${name}`, { roles: ["admin"] }, "csm")).toBe(200);
    }
    expect(await api.get("/v1/accounts?q=muller")).toMatchObject({
      items: [{ accountId: "works 2", nextSurvey: { programId: "post-onboarding", dueOn: "2026-12-01" } }],
    });
    const until = "2027-01-31";
    for (const contactId of ["mei", "ann"]) {
      expect(await send("POST", "/v1/holds", { contactId, until, reason: "On leave" }, "csm")).toBe(200);
    }
    expect(await send("DELETE", "/v1/holds", { contactId: "ann" }, "csm")).toBe(204);
    await api.moveClock("2026-12-01T00:30:00Z");
    expect((await api.inbox()).map(({ to }) => to)).toEqual(["ann@customer.example"]);
  });
});
