import { dayIn } from "#shared/domain/business-days.ts";
import { digestDay } from "#shared/domain/ctas/digest.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { KEPT_DAYS } from "#shared/dynamodb/digests.ts";
import type { Tended } from "#shared/dynamodb/tended.ts";
import type { Done } from "./each-of.ts";
import { type EscalatePorts, escalateOverdue } from "./escalate-overdue.ts";
import { lookForSilence, type SilencePorts } from "./look-for-silence.ts";
import { type DigestPorts, tellDigests } from "./tell-digests.ts";
import { type WakePorts, wakeSnoozed } from "./wake-snoozed.ts";

export type TendPorts = EscalatePorts &
  WakePorts &
  SilencePorts &
  DigestPorts & {
    /** For which day each of what is done daily was last done, through to its end. */
    tended(): Promise<Tended>;
    markTended(done: Tended): Promise<void>;
  };

export type Tending = {
  readonly escalated: number;
  readonly woken: number;
  readonly silent: number;
  readonly digests: number;
  readonly failures: readonly unknown[];
};

const NOTHING: Done = { done: 0, failures: [] };

/**
 * What becomes of calls to action by time alone: overdue ones are passed on, snoozed ones wake, silence before a renewal
 * opens one, and every morning each owner is told what there is to do. Doing it again does nothing twice; what failed,
 * or was cut short, is done the next time.
 *
 * @param at the time that it is done for
 */
export const tendCtas =
  (ports: TendPorts) =>
  async (at: Date, now: Date): Promise<Tending> => {
    const { timeZone } = ports.settings;
    const { wokenOn = "", silencesOn = "", digestedOn } = await ports.tended();
    const today = dayIn(timeZone, at);
    const on = utcDay(at);
    const told = digestDay(at, ports.settings);
    const after = digestedOn ?? addDays(today, -KEPT_DAYS);

    const woken =
      wokenOn < today ? await daily({ wokenOn: today }, () => wakeSnoozed(ports)(today, now)) : NOTHING;
    const escalated = await kept(() => escalateOverdue(ports)(at, now));
    const silent =
      silencesOn < on ? await daily({ silencesOn: on }, () => lookForSilence(ports)(on, now)) : NOTHING;
    const digests =
      told !== undefined && after < told
        ? await daily({ digestedOn: told }, () => tellDigests(ports)(told, { after, at }))
        : NOTHING;
    return {
      escalated: escalated.done,
      woken: woken.done,
      silent: silent.done,
      digests: digests.done,
      failures: [woken, escalated, silent, digests].flatMap(({ failures }) => failures),
    };

    /** Marked as done for the day only where nothing of it failed. */
    async function daily(mark: Tended, work: () => Promise<Done>): Promise<Done> {
      return await kept(async () => {
        const done = await work();
        if (done.failures.length === 0) await ports.markTended(mark);
        return done;
      });
    }
  };

/** Of four things that have nothing to do with each other, one that fails holds up no other. */
async function kept(work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    return { done: 0, failures: [error] };
  }
}
