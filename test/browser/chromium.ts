import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inflate } from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** Where the package keeps a Chromium, and what a bare Linux may lack for it: letters and a few libraries. */
const PACKED = join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "..", "bin");
const PARTS = ["chromium.br", "fonts.tar.br", "al2023.tar.br"];

/** A browser of the test file's own, unpacked into a folder that goes with it; `stop` ends both. */
export async function startChromium(): Promise<{ browser: Browser; stop: () => Promise<void> }> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      `Browser tests need Linux on x64, for which @sparticuz/chromium carries a browser: this is ${process.platform} on ${process.arch}`,
    );
  }
  const folder = await mkdtemp(join(tmpdir(), "lifecycle-surveys-chromium-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await unpackInto(folder);
    const browser = await chromium.launch({
      executablePath: join(folder, "chromium"),
      args: ["--disable-gpu", "--font-render-hinting=none"],
      env: {
        ...process.env,
        HOME: folder,
        LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
        FONTCONFIG_FILE: await onlyOurLetters(folder),
      },
    });
    const stop = async () => {
      await browser.close();
      await remove();
    };
    return { browser, stop };
  } catch (cause) {
    await remove();
    throw new Error(
      `The Chromium of @sparticuz/chromium did not start from ${folder}: it needs glibc 2.34 or newer and 250 MB there (TMPDIR)`,
      { cause },
    );
  }
}

/** The package unpacks into the folder for temporary files, under fixed names, which tests that run at once would share. */
async function unpackInto(folder: string): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await Promise.all(PARTS.map((part) => inflate(join(PACKED, part))));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

/** The same letters on every machine, so that a page is as wide on each. */
async function onlyOurLetters(folder: string): Promise<string> {
  const file = join(folder, "fonts.conf");
  await mkdir(join(folder, "fonts-cache"));
  await writeFile(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "fonts-cache")}</cachedir></fontconfig>`,
  );
  return file;
}
