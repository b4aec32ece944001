import type { Day } from "#shared/domain/accounts/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { isOpen } from "#shared/domain/eligibility/milestone.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationId } from "#shared/domain/sending/invitation-id.ts";
import type { Differing } from "#shared/dynamodb/rehearsals.ts";
import type { SelectPorts } from "#shared/selection/select-ports.ts";

type Side = "now" | "candidate";
type Selected = Pick<Differing, "accountId" | "contactId" | "programId" | "cycle" | "now" | "candidate">;

/** Whom the programs as they are ask, and whom they ask with the candidate. The present is imagined first. */
export class Difference {
  /** By invitation, which is one per account, contact, program and cycle. */
  private readonly selected = new Map<string, Selected>();
  /** What bars those with the candidate whom the present asks. */
  private readonly barred = new Map<string, NonNullable<Differing["barredBy"]>>();

  addSelected(side: Side, invitation: Invitation): void {
    const { accountId, contactId, programId, cycle, selectedAt, notBefore } = invitation;
    const before = this.selected.get(invitation.invitationId);
    const asked = { on: utcDay(new Date(selectedAt)), sendsOn: utcDay(new Date(notBefore)) };
    const ids = { accountId, contactId, programId, cycle };
    this.selected.set(invitation.invitationId, {
      now: null,
      candidate: null,
      ...before,
      ...ids,
      [side]: asked,
    });
  }

  /** Notes why somebody is not asked with the candidate; the newest look holds. */
  addExcluded(
    at: { programId: string; cycle: string; on: Day },
    { accountId, contactId, rules }: Decision,
  ): void {
    const first = rules.find(({ verdict }) => verdict === "fail");
    if (first === undefined || contactId === null) return;
    const { on, programId, cycle } = at;
    const key = invitationId({ accountId, contactId, programId, cycle });
    if (!this.selected.has(key)) return;
    this.barred.set(key, { rule: first.rule, reason: first.reason ?? first.rule, on });
  }

  /** Those who differ of the programs and days that are shown, by program, account and contact. */
  items(isShown: (programId: string, on: Day) => boolean): Differing[] {
    return [...this.selected]
      .filter(([, { programId, now, candidate }]) =>
        [now, candidate].some((asked) => asked !== null && isShown(programId, asked.on)),
      )
      .flatMap(([key, one]): Differing[] => {
        const kind = kindOf(one);
        const barredBy = kind === "dropped" ? (this.barred.get(key) ?? null) : null;
        return kind === undefined ? [] : [{ kind, ...one, barredBy }];
      })
      .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  }
}

function kindOf({ now, candidate }: Selected): Differing["kind"] | undefined {
  if (now === null) return "added";
  if (candidate === null) return "dropped";
  // Selected on another day for the same mail is no difference to anybody.
  return now.sendsOn === candidate.sendsOn ? undefined : "moved";
}

/**
 * Says of those dropped whom no day looked at, where their program's turn has only moved behind the last day, that
 * they are not due yet, and when they will be.
 */
export async function withComing(
  ports: Pick<SelectPorts, "accountWithContacts">,
  items: readonly Differing[],
  { today, to }: { readonly today: Day; readonly to: Day },
): Promise<Differing[]> {
  const all: Differing[] = [];
  for (const one of items) {
    const dueOn =
      one.kind === "dropped" && one.barredBy === null ? await comingOf(ports, one, today, to) : undefined;
    const barredBy = { rule: "in-time", reason: "not-due-yet", on: to };
    all.push(dueOn === undefined ? one : { ...one, barredBy: { ...barredBy, dueOn } });
  }
  return all;
}

async function comingOf(
  ports: Pick<SelectPorts, "accountWithContacts">,
  { accountId, programId }: Differing,
  today: Day,
  to: Day,
): Promise<Day | undefined> {
  const { milestones } = await ports.accountWithContacts(accountId);
  const own = milestones.filter((milestone) => milestone.programId === programId);
  // What was decided in another cycle has taken the place of the one that they were asked in.
  const isDecided = own.some(
    ({ status, lookOn }) => (status === "done" || status === "missed") && lookOn >= today,
  );
  return isDecided ? undefined : own.find((milestone) => isOpen(milestone) && milestone.lookOn > to)?.dueOn;
}

const placeOf = ({ programId, accountId, contactId, cycle }: Differing): string =>
  JSON.stringify([programId, accountId, contactId, cycle]);
