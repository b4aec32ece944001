import { afterAll, beforeAll, expect, test } from "vitest";
import type { Program } from "#shared/domain/programs/program.ts";
import { saveProgram } from "#shared/dynamodb/programs.ts";
import { aProgram } from "../../builders.ts";
import { type PreviewRoutes, startPreviewRoutes } from "./preview-routes.ts";

const asking = (text: string): Program["questions"] => [
  { questionId: "nps", kind: "nps", text, required: true },
];
const { programId: _, version: __, ...definition } = aProgram();
const PROPOSED = { ...definition, questions: asking("Would you <b>still</b> recommend us?") };

let routes: PreviewRoutes;
beforeAll(async () => {
  routes = await startPreviewRoutes();
  const second = { ...aProgram(), version: 2, questions: asking("Would you recommend us again?") };
  await saveProgram(routes.table, second, { isReplanDue: false, at: new Date("2026-11-01T00:00:00Z") });
});
afterAll(() => routes.stop());

test("shows the newest version, or the one that is asked for", async () => {
  const newest = (await routes.preview({ locale: "en" })).body;
  expect(newest.version).toBe(2);
  expect(newest.mail.text).toContain("Would you recommend us again?");
  const old = (await routes.preview({ locale: "en", version: 1 })).body;
  expect(old.version).toBe(1);
  expect(old.page.html).not.toContain("Would you recommend us again?");
  expect(old.page.html).toContain('name="version" value="1"');
});

test.each([
  ["version", { version: 9 }, "post-onboarding"],
  ["program", {}, "no-such-program"],
  ["program of an impossible id", {}, "../x"],
])("does not know a %s that there is not", async (___, said, programId) => {
  expect((await routes.preview({ locale: "en", ...said }, { programId })).status).toBe(404);
});

test("shows a definition before it is saved, and saves nothing", async () => {
  const before = await routes.kept();
  const { status, body } = await routes.preview({ locale: "en", definition: PROPOSED });
  expect({ status, version: body.version }).toEqual({ status: 200, version: 3 });
  expect(body.mail.text).toContain("Would you <b>still</b> recommend us?");
  for (const { html } of [body.mail, body.page])
    expect(html).toContain("Would you &lt;b&gt;still&lt;/b&gt; recommend us?");
  expect(await routes.kept()).toBe(before);
  expect((await routes.preview({ locale: "en" })).body.version).toBe(2);
});

test("shows a definition as GET answers one, and that of a program yet to be added", async () => {
  const asGot = { programId: "post-onboarding", version: 2, ...PROPOSED };
  expect((await routes.preview({ locale: "en", definition: asGot })).body.version).toBe(3);
  const added = await routes.preview({ locale: "en", definition: PROPOSED }, { programId: "brand-new" });
  expect(added).toMatchObject({ status: 200, body: { programId: "brand-new", version: 1 } });
});

test.each([
  ["without questions", { ...PROPOSED, questions: [] }, "definition.questions"],
  [
    "that first wants words",
    { ...PROPOSED, questions: [{ questionId: "q", kind: "text", text: "Why?", required: false }] },
    "definition.questions.0.kind",
  ],
  [
    "that nobody could answer",
    { ...PROPOSED, wants: { ...PROPOSED.wants, roles: ["guest"] } },
    "definition.wants.roles.0",
  ],
  ["of another program", { ...PROPOSED, programId: "pre-renewal" }, "definition.programId"],
  ["on top of an old version", { ...PROPOSED, version: 1 }, "definition.version"],
])("refuses a definition %s, as PUT would", async (___, said, path) => {
  const { status, body } = await routes.preview({ locale: "en", definition: said });
  expect({ status, paths: body.errors.map((error: { path: string }) => error.path) }).toEqual({
    status: 400,
    paths: [path],
  });
});

test("refuses a touchpoint that fires another program already", async () => {
  const { programId: ____, version: _____, ...taken } = aProgram("case-closure");
  const { status, body } = await routes.preview(
    { locale: "en", definition: taken },
    { programId: "second-closure" },
  );
  expect({ status, path: body.errors[0].path }).toEqual({
    status: 400,
    path: "definition.trigger.touchpoint",
  });
});

test("refuses a version beside a definition", async () => {
  const { status, body } = await routes.preview({ locale: "en", version: 1, definition: PROPOSED });
  expect({ status, path: body.errors[0].path }).toEqual({ status: 400, path: "version" });
});
