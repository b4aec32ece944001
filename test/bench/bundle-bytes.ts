import { buildSync, type Metafile } from "esbuild";
import { BUNDLING } from "../../infra/constructs/function-code.ts";

/**
 * The size of a function's bundle, and of what of it runs before the first request: all but what is only reached through
 * an `import()`.
 *
 * @param entry the handler's file, from the root of the repository
 */
export function bundleBytes(entry: string): { readonly whole: number; readonly eager: number } {
  const { metafile } = buildSync({
    ...BUNDLING,
    entryPoints: [entry],
    outdir: "bundle",
    write: false,
    metafile: true,
  });
  const [output] = Object.values(metafile.outputs);
  if (output === undefined) throw new Error(`${entry} made no bundle`);
  const loaded = loadedAtOnce(metafile, entry);
  const bytesOf = ([, { bytesInOutput }]: [string, { bytesInOutput: number }]) => bytesInOutput;
  const lazy = Object.entries(output.inputs).filter(([path]) => !loaded.has(path));
  return {
    whole: output.bytes,
    eager: output.bytes - lazy.map(bytesOf).reduce((sum, bytes) => sum + bytes, 0),
  };
}

function loadedAtOnce({ inputs }: Metafile, entry: string): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    for (const { path: imported, kind } of inputs[path]?.imports ?? [])
      if (kind !== "dynamic-import") loaded.add(imported);
  }
  return loaded;
}
