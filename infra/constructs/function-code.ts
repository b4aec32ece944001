import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Code } from "aws-cdk-lib/aws-lambda";
import { type BuildOptions, buildSync } from "esbuild";

/** A function's name, which is its folder's under `functions/`, to the file that exports its `handler`. */
export type Entries = Readonly<Record<string, string>>;

/**
 * Ways to credentials that a function never takes: it has them in its environment. The SDK loads each only when it
 * gets that far; left out, the answer's bundle is 251 KB rather than 383.
 */
const UNUSED_CREDENTIALS = [
  ...["http", "ini", "login", "process", "sso", "web-identity"].map(
    (way) => `@aws-sdk/credential-provider-${way}`,
  ),
  "@smithy/credential-provider-imds",
];

/**
 * How a function is bundled. CommonJS, because an ESM `import` of node:http pulls undici in at start; `module` before
 * `main`, because only that lets unused code be left out.
 */
export const BUNDLING = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  external: UNUSED_CREDENTIALS,
  logLevel: "silent",
} satisfies BuildOptions;

/**
 * Bundles every function in one run of esbuild, each into a folder of its own under `outDir`.
 *
 * @param texts what is worked out here and now, by the names that the functions know it by. @default nothing
 */
export function bundleFunctions(
  entries: Entries,
  outDir: string,
  texts: Readonly<Record<string, string>> = {},
): (name: string) => Code {
  rmSync(outDir, { recursive: true, force: true });
  buildSync({
    entryPoints: Object.entries(entries).map(([name, entry]) => ({ in: entry, out: `${name}/index` })),
    outdir: outDir,
    define: Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, JSON.stringify(text)])),
    ...BUNDLING,
  });
  return (name) => {
    const folder = join(outDir, name);
    mkdirSync(folder, { recursive: true });
    // Says what index.js is, wherever the folder lies: a package.json further up may say otherwise.
    writeFileSync(join(folder, "package.json"), '{"type":"commonjs"}\n');
    return Code.fromAsset(folder);
  };
}
