import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { LOCAL_STAGE } from "../config.ts";

const Assets = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string(), packaging: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});

export interface Synthesized {
  readonly templatePath: string;
  /** The folder of an asset, by the object key under which a deployment would upload it. */
  assetDirectory(s3Key: string): string;
}

const ROOT = join(import.meta.dirname, "..", "..");

/**
 * Runs the CDK app for the laptop's stage, in a process of its own: its library is large, and not needed
 * once the template is there. Where `outDir` has what it gave for the same sources, that is taken, in a hundredth of
 * the time. Throws with what the app printed where it fails.
 */
export async function synthesize(outDir: string): Promise<Synthesized> {
  const madeOf = join(outDir, "made-of");
  const sources = sourcesHash();
  if (!existsSync(madeOf) || readFileSync(madeOf, "utf8") !== sources) {
    await runApp(outDir);
    // Last: without it, nothing that is there is taken to be whole.
    writeFileSync(madeOf, sources);
  }
  return synthesizedIn(outDir);
}

/** Of every file that the template and the bundles are made of; what is installed, by the lockfile. */
function sourcesHash(): string {
  const files = ["infra", "functions", "shared"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  const hash = createHash("sha256").update(process.version);
  for (const file of [...files.sort(), join(ROOT, "package-lock.json")])
    hash.update(`${file}\n`).update(createHash("sha256").update(readFileSync(file)).digest());
  return hash.digest("hex");
}

async function runApp(outDir: string): Promise<void> {
  // What an earlier synthesis left would stay: an asset's folder is named by its content.
  rmSync(outDir, { recursive: true, force: true });
  const app = join(ROOT, "infra", "app.ts");
  const env = {
    ...process.env,
    CDK_OUTDIR: outDir,
    CDK_CONTEXT_JSON: JSON.stringify({ stage: LOCAL_STAGE }),
    // Its half minute is worth it before a deployment, not at each start.
    CDK_VALIDATION: "false",
  };
  try {
    await promisify(execFile)(process.execPath, [app], { env, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const printed = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Error(`the CDK app could not be synthesized:\n${printed}`, { cause: error });
  }
}

function synthesizedIn(outDir: string): Synthesized {
  const stack = join(outDir, `lifecycle-surveys-${LOCAL_STAGE}`);
  const { files } = Assets.parse(JSON.parse(readFileSync(`${stack}.assets.json`, "utf8")));
  const folders = Object.values(files).flatMap(({ source, destinations }) =>
    source.packaging === "zip"
      ? Object.values(destinations).map(({ objectKey }) => [objectKey, join(outDir, source.path)] as const)
      : [],
  );
  const byKey = new Map(folders);
  return {
    templatePath: `${stack}.template.json`,
    assetDirectory: (s3Key) => {
      const folder = byKey.get(s3Key);
      if (folder === undefined) throw new Error(`the CDK app made no asset ${s3Key}`);
      return folder;
    },
  };
}
