import type { SendingState } from "#shared/domain/sending/sending-state.ts";
import type { DueSend } from "#shared/dynamodb/sending.ts";
import {
  type DispatchPorts,
  dispatchInvitations,
} from "../../../functions/dispatch-invitations/dispatch-invitations.ts";

const START = Date.parse("2026-12-01T09:00:00Z");
const MINUTE_MS = 60_000;
/** Within its minute, a schedule fires whenever it likes. */
const LATEST_MS = 45_000;

/** The same numbers from the same seed, from 0 up to 1: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Paced = {
  readonly mails: number;
  readonly perSecond: number;
  readonly seed: number;
  /** SES's rate at a minute. @default always `perSecond` */
  readonly rateAt?: (minute: number) => number;
};

/**
 * Lets so many mails fall due at once and dispatches them, minute by minute on a virtual clock, until none waits. A
 * tick is late by up to most of its minute; one in ten comes twice, at the same moment or some seconds later, with
 * its reads and writes in between those of the first. The sender takes of each mail the first job, as its claim does.
 */
export async function pacesMails({ mails, perSecond, seed, rateAt = () => perSecond }: Paced) {
  const random = randomFrom(seed);
  const sentAt = new Float64Array(mails);
  const isMarked = new Uint8Array(mails);
  const taken: number[] = [];
  let firstUnmarked = 0;
  let doubled = 0;
  let minute = 0;
  let kept: SendingState | undefined;

  const turns = async (most: number) => {
    for (let i = Math.floor(random() * most); i > 0; i--) await undefined;
  };
  const ports: DispatchPorts = {
    mostPerSecond: Number.POSITIVE_INFINITY,
    state: async () => {
      await turns(20);
      return kept;
    },
    keep: async (next, seen) => {
      await turns(20);
      if (kept?.nextSlotAt !== seen?.nextSlotAt) return false;
      kept = next;
      return true;
    },
    account: async () => ({
      perSecond: rateAt(minute),
      max24Hours: null,
      sentLast24Hours: 0,
      isEnabled: true,
    }),
    dueBy: async (_, limit) => {
      await turns(20);
      while (isMarked[firstUnmarked] === 1) firstUnmarked++;
      const due: DueSend[] = [];
      for (let n = firstUnmarked; n < mails && due.length < limit; n++)
        if (isMarked[n] !== 1) due.push(aDueSend(n));
      return due;
    },
    enqueue: async (jobs) => {
      await turns(5);
      for (const { job, sendAt } of jobs) {
        const n = Number(job.invitationId);
        taken.push(sendAt);
        if (sentAt[n] !== 0) doubled++;
        sentAt[n] = sentAt[n] === 0 ? sendAt : Math.min(sentAt[n] ?? sendAt, sendAt);
      }
      return jobs.map(({ job }) => job);
    },
    markQueued: async ({ invitationId }) => {
      isMarked[Number(invitationId)] = 1;
    },
  };

  const dispatch = dispatchInvitations(ports);
  const tickAt = async (time: number, afterTurns = 0) => {
    await turns(afterTurns);
    return await dispatch(new Date(time));
  };
  let overtaken = 0;
  for (; firstUnmarked < mails; minute++) {
    const time = START + minute * MINUTE_MS + Math.floor(random() * LATEST_MS);
    const again = random() < 0.1 ? [tickAt(time + Math.floor(random() * 2) * 3_000, 500)] : [];
    const outcomes = await Promise.all([tickAt(time), ...again]);
    overtaken += outcomes.filter(({ kind }) => kind === "overtaken").length;
    while (isMarked[firstUnmarked] === 1) firstUnmarked++;
  }

  const slots = Float64Array.from(taken).sort();
  const seconds = ((slots.at(-1) ?? START) - START) / 1000;
  return {
    sent: sentAt.filter((at) => at !== 0).length,
    /** Slots given to a mail that had one. */
    doubled,
    overtaken,
    mostInASecond: mostInASecond(slots),
    timesIdeal: seconds / (mails / perSecond),
    minutes: minute,
  };
}

const DUE: DueSend = {
  kind: "survey",
  invitationId: "",
  accountId: "a",
  contactId: "c",
  programId: "p",
  personHash: "h",
  notBefore: new Date(START).toISOString(),
};
const aDueSend = (n: number): DueSend => ({ ...DUE, invitationId: String(n) });

/** The most of these times, in order, that fall into one second, wherever it begins. */
function mostInASecond(times: Float64Array): number {
  let most = 0;
  for (let first = 0, end = 0; first < times.length; first++) {
    while (end < times.length && (times[end] ?? 0) < (times[first] ?? 0) + 1000) end++;
    most = Math.max(most, end - first);
  }
  return most;
}
