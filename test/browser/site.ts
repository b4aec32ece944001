import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { startChromium } from "./chromium.ts";
import { type Pages, startPages } from "./pages-origin.ts";

export type Site = { readonly browser: Browser; readonly pages: Pages };

/** One browser and the pages it looks at, for all tests of a file: starting them takes seconds. There from `beforeAll` on. */
export function aSite(): Site {
  const started: Partial<Site> = {};
  let stopBrowser = async () => {};
  beforeAll(async () => {
    const [pages, { browser, stop }] = await Promise.all([startPages(), startChromium()]);
    Object.assign(started, { pages, browser });
    stopBrowser = stop;
  });
  afterAll(async () => {
    await stopBrowser();
    started.pages?.stop();
  });
  return started as Site;
}
