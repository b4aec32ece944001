import type { Day } from "#shared/domain/accounts/account.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { type DigestEntry, digestsOf } from "#shared/domain/ctas/digest.ts";
import type { ListedCta } from "#shared/dynamodb/cta-places.ts";
import type { BusEvent } from "#shared/events.ts";
import type { Settings } from "#shared/settings.ts";
import { type Done, eachOf } from "./each-of.ts";

export type DigestPorts = {
  openCtas(): Promise<readonly ListedCta[]>;
  ctasByIds(ctaIds: readonly string[]): Promise<readonly Cta[]>;
  /** The answers kept for the digests of the days behind `after`, up to `upTo`. */
  digestEntries(after: Day, upTo: Day): Promise<readonly DigestEntry[]>;
  publish(events: readonly BusEvent[]): Promise<void>;
  readonly settings: Pick<Settings, "queues" | "timeZone" | "holidays">;
};

/**
 * Tells every owner what there is to do, and the answers that open nothing. Answers that were to be told on an earlier
 * day, which nobody told to its end, are told under that day: whoever was told then knows them by the digest's id.
 */
export const tellDigests =
  (ports: DigestPorts) =>
  async (today: Day, { after, at }: { readonly after: Day; readonly at: Date }): Promise<Done> => {
    const ctas = await ports.ctasByIds((await ports.openCtas()).map(({ ctaId }) => ctaId));
    const entries = await ports.digestEntries(after, today);
    const days = [...new Set([...entries.map(({ day }) => day), today])].sort();
    const digests = days.flatMap((day) => {
      const told = digestsOf(
        day,
        { ctas, entries: entries.filter((entry) => entry.day === day) },
        at,
        ports.settings,
      );
      // What there was to do on an earlier day is told with today's.
      return day === today
        ? told
        : told.filter(({ detail }) => "answers" in detail && detail.answers.length > 0);
    });
    // Each by itself: the bus takes 256 KB at once.
    return await eachOf(digests, async (digest) => {
      await ports.publish([digest]);
      return true;
    });
  };
