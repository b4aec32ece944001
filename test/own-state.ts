import { vi } from "vitest";

/**
 * Before each test file, which share a process: the product's modules, which read their settings as they load, are
 * loaded anew, and the environment is as it was. What is installed is loaded once, and that is most of the loading.
 */
declare global {
  var environmentAtStart: Readonly<NodeJS.ProcessEnv> | undefined;
}

globalThis.environmentAtStart ??= { ...process.env };
for (const name of Object.keys(process.env))
  if (!(name in globalThis.environmentAtStart)) delete process.env[name];
Object.assign(process.env, globalThis.environmentAtStart);
vi.resetModules();
