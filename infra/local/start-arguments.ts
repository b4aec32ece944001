import { parseArgs } from "node:util";
import * as z from "zod";

export type StartArguments =
  | {
      readonly kind: "understood";
      readonly dir: string;
      readonly port: number;
      /** Where the links in mails lead, for who has put something in front of the laptop. @default the laptop itself */
      readonly publicOrigin?: string;
      readonly isFresh: boolean;
      readonly isEmpty: boolean;
      /** Where a fresh clock starts. */
      readonly at: Date | undefined;
    }
  /** `sentence` says what is wrong and what to write instead. */
  | { readonly kind: "refused"; readonly sentence: string };

const FLAGS = {
  fresh: { type: "boolean", default: false },
  empty: { type: "boolean", default: false },
  at: { type: "string" },
} as const;

const Instant = z.iso.datetime({ offset: true });
const Port = z.coerce.number().int().min(1).max(65_535);

/** Reads what `npm start` was called with: the flags after `--`, `PORT`, `LOCAL_DIR` and `PUBLIC_ORIGIN`. */
export function readStartArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartArguments {
  const flags = flagsOf(args);
  if (typeof flags === "string") return { kind: "refused", sentence: flags };
  const { fresh: isFresh, empty: isEmpty, at } = flags;
  if (at !== undefined && !Instant.safeParse(at).success) {
    return refused(`--at wants a time such as 2026-11-24T12:00:00Z, not "${at}".`);
  }
  if (at !== undefined && !isFresh) {
    return refused("--at starts a clock anew and so goes with --fresh, which wipes what is kept, only.");
  }
  const port = Port.safeParse(env.PORT || "3000");
  if (!port.success) return refused(`PORT wants a number from 1 to 65535, not "${env.PORT}".`);
  const publicOrigin = env.PUBLIC_ORIGIN ? originOf(env.PUBLIC_ORIGIN) : undefined;
  if (env.PUBLIC_ORIGIN && publicOrigin === undefined) {
    return refused(
      `PUBLIC_ORIGIN wants an address such as https://surveys.example, without a path, not "${env.PUBLIC_ORIGIN}".`,
    );
  }
  return {
    kind: "understood",
    dir: env.LOCAL_DIR || ".local",
    port: port.data,
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
    isFresh,
    isEmpty,
    at: at === undefined ? undefined : new Date(at),
  };
}

function flagsOf(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS }).values;
  } catch {
    const known = new Set(Object.keys(FLAGS).map((flag) => `--${flag}`));
    const odd = args.find((arg) => !known.has(arg.split("=")[0] ?? "")) ?? args.join(" ");
    return `"${odd}" is not understood: there are --fresh, --empty and --at TIME (npm start -- --fresh --at 2026-11-24T12:00:00Z).`;
  }
}

/** An address of the web that is nothing but one, in its usual form. */
function originOf(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  return url.href === `${url.origin}/` ? url.origin : undefined;
}

const refused = (sentence: string): StartArguments => ({ kind: "refused", sentence });
