import type { Day } from "../domain/accounts/account.ts";
import { daysBetween } from "../domain/days.ts";
import type { AccountState } from "../domain/eligibility/case.ts";
import { LATE_DAYS, type Milestone } from "../domain/eligibility/milestone.ts";
import type { SampleProgram } from "../domain/programs/program.ts";
import { cycleOfDraw, drawBefore, placeInDraw } from "../domain/programs/turn.ts";
import { decideAndSelect } from "./decide-account.ts";
import type { Look, SelectPorts } from "./select-ports.ts";

/**
 * Goes through the accounts in the order of the draw until as many contacts are asked as it asks; those not reached
 * were not drawn, and no ledger holds them.
 */
export async function drawSample(ports: SelectPorts, look: Look<SampleProgram>): Promise<void> {
  const { program, input, decidedOn } = look;
  const { programId, trigger } = program;
  const drawOn = drawBefore(program, input.on);
  if (program.status !== "active") return;
  const cursor = input.dryRun ? undefined : await ports.cursor(programId);
  if (drawOn === undefined || daysBetween(drawOn, decidedOn) > LATE_DAYS) return;
  if (cursor !== undefined && cursor >= drawOn) return;

  const draw = { size: trigger.size, taken: 0 };
  for (const accountId of inOrderOf(programId, drawOn, await ports.accountIds())) {
    if (draw.taken >= draw.size) return;
    const { account, ...rest } = await ports.accountWithContacts(accountId);
    if (account !== undefined) await lookInDraw(ports, { ...look, draw }, { ...rest, account }, drawOn);
  }
}

function inOrderOf(programId: string, drawOn: Day, accountIds: readonly string[]): string[] {
  const places = accountIds.map((id) => [placeInDraw(programId, drawOn, id), id] as const);
  return places.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, id]) => id);
}

async function lookInDraw(
  ports: SelectPorts,
  look: Look<SampleProgram> & { readonly draw: { taken: number } },
  state: AccountState,
  drawOn: Day,
): Promise<void> {
  const { programId } = look.program;
  const cycle = cycleOfDraw(drawOn);
  const before = state.milestones.find((m) => m.programId === programId && m.cycle === cycle);
  if (before !== undefined) {
    // Looked at by a run that broke off.
    look.draw.taken += before.contacts.length;
    return;
  }
  const { accountId } = state.account;
  const { decisions, milestone } = await decideAndSelect(ports, look, state, {
    type: "milestone",
    version: 1,
    accountId,
    programId,
    cycle,
    anchorOn: drawOn,
    dueOn: drawOn,
    lookOn: drawOn,
    status: "planned",
    contacts: [],
  });
  const settled: Milestone = { ...milestone, status: "done", lookOn: look.decidedOn };
  await ports.saveDecisions(look.input, accountId, decisions, look.now, settled);
  // Also of those with nobody to ask: a run that goes on after a crash passes over them, so that whoever may be
  // asked by then takes no place of somebody who has been.
  await ports.saveMilestone(settled);
}
