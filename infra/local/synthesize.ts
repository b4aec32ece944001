import { execFile } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
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

/**
 * Runs the CDK app for the laptop's stage, in a process of its own: its library is large, and not needed
 * once the template is there. Throws with what the app printed where it fails.
 */
export async function synthesize(outDir: string): Promise<Synthesized> {
  // What an earlier synthesis left would stay: an asset's folder is named by its content.
  rmSync(outDir, { recursive: true, force: true });
  const app = join(import.meta.dirname, "..", "app.ts");
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
