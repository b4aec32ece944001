import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Somebody with a browser of their own, on a small phone unless told otherwise. */
export async function aVisitor(browser: Browser, origin: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 320, height: 568 },
    hasTouch: true,
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  /** What must not happen on any page: a complaint of the browser, a request that fails or goes elsewhere. */
  const complaints: string[] = [];
  page.on("console", (message) => {
    // The browser says of a page with an error's status that it has one.
    const isStatus = /^Failed to load resource: the server responded with a status of [45]/.test(
      message.text(),
    );
    if (!isStatus || message.location().url !== page.url()) complaints.push(`console: ${message.text()}`);
  });
  const statuses: number[] = [];
  page.on("response", (response) => statuses.push(response.status()));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("requestfailed", (request) => {
    complaints.push(`failed: ${request.method()} ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) complaints.push(`elsewhere: ${request.url()}`);
  });
  return { page, context, complaints, statuses };
}

export type Visitor = Awaited<ReturnType<typeof aVisitor>>;

/** Sends the page's form and waits for what comes back. */
export async function send(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("load"), page.locator("button").click()]);
}
