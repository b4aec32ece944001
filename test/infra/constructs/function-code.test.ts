import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { bundleFunctions } from "../../../infra/constructs/function-code.ts";

function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), "surveys-code-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

test("bundles each function into a folder of its own, as a CommonJS module that Lambda can load", () => {
  const dir = aFolder();
  const sources = Object.fromEntries(
    ["first", "second"].map((name) => {
      const source = join(dir, `${name}.ts`);
      writeFileSync(
        source,
        `import { sep } from "node:path";\nexport const handler = (): string => "${name}" + sep;\n`,
      );
      return [name, source];
    }),
  );
  const out = join(dir, "out");
  const codeOf = bundleFunctions(sources, out);
  for (const name of ["first", "second"]) {
    codeOf(name);
    const { handler } = createRequire(import.meta.url)(join(out, name, "index.js")) as { handler(): string };
    expect(handler()).toBe(`${name}/`);
  }
});

test("says which file cannot be bundled", () => {
  const dir = aFolder();
  const bundle = () => bundleFunctions({ gone: join(dir, "gone.ts") }, join(dir, "out"));
  expect(bundle).toThrow("gone.ts");
});
