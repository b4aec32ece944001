import type { Account, Day } from "#shared/domain/accounts/account.ts";
import { addDays, addYears } from "#shared/domain/days.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import { runIdOf } from "#shared/dynamodb/runs.ts";
import { selectRecipients } from "#shared/selection/select-recipients.ts";
import { reachTouchpoint } from "../../../functions/reach-touchpoint/reach-touchpoint.ts";
import { type Change, type Customer, DAYS, FIRST_DAY, type Life } from "./a-portfolio.ts";
import { aWorld, BrokenOff, type World } from "./a-world.ts";
import { PROGRAMS, scheduledToday } from "./some-programs.ts";

/** How days are run: once each, each again and beside itself, or as it comes, killed and imported meanwhile too. */
export type Living = "once" | "again" | "as it comes";

/** Lives through two years, day for day: the schedules shortly after midnight, whatever else happens at noon. */
export async function liveThrough(life: Life, living: Living): Promise<World> {
  const world = aWorld(PROGRAMS);
  const customers = new Map<string, Customer>();
  const decided = new Map<string, Decision>();
  const changesOn = Map.groupBy(life.changes, ({ day }) => day);
  const resumesOn = new Map<string, Day>();
  let outageUntil = -1;

  const join = async (one: Customer): Promise<void> => {
    const accountId = `acc-${String(customers.size).padStart(3, "0")}`;
    customers.set(accountId, one);
    one.contacts.forEach((contact, i) => {
      world.saveContact({ ...contact, accountId, contactId: `con-${i}` });
    });
    await world.saveAccount({ ...one.account, accountId });
  };
  const importAgain = async (): Promise<void> => {
    for (const account of [...world.memory.accounts.values()]) await world.saveAccount(account);
  };

  const saysWhen = new Map<string, { readonly on: Day; readonly saidOn: Day }>();
  const renew = async (account: Account, today: Day): Promise<void> => {
    const { on, saidOn } = saysWhen.get(account.accountId) ?? {};
    if (saidOn === today) await world.saveAccount({ ...account, lastRenewedOn: on });
    const { renews } = customers.get(account.accountId) ?? { renews: undefined };
    if (account.renewalOn === undefined || account.status === "churned" || renews === undefined) return;
    if (today < addDays(account.renewalOn, renews.after)) return;
    world.beginTerm(account.accountId);
    const renewed = { ...account, renewalOn: addYears(account.renewalOn, 1) };
    if (renews.says === "later when")
      saysWhen.set(account.accountId, { on: today, saidOn: addDays(today, 5) });
    const lastRenewedOn = renews.says === "when" ? today : account.lastRenewedOn;
    await world.saveAccount({ ...renewed, lastRenewedOn });
  };

  const run = async (programId: string, on: Day, today: Day): Promise<void> => {
    const input = { programId, on, dryRun: false, runId: runIdOf(programId, on) };
    await selectRecipients(world.ports)(input, new Date(`${today}T00:05:00Z`));
  };

  const runDay = async (today: Day, changes: readonly Change[]): Promise<void> => {
    const isSo = (what: Change["what"]) =>
      living === "as it comes" && changes.some((one) => one.what === what);
    const killed = living === "as it comes" ? changes.find(({ what }) => what === "killed") : undefined;
    const again = living === "again";
    const old = changes.find(({ what }) => what === "an old day")?.who ?? 3;
    const ids = scheduledToday(world.memory.programs);
    if (changes.some(({ what }) => what === "other order")) ids.reverse();
    if (isSo("all at once")) await Promise.all(ids.map((programId) => run(programId, today, today)));
    for (const programId of ids) {
      if (killed !== undefined) {
        world.breakOff(killed.who % 40);
        await run(programId, today, today).catch((error: unknown) => {
          if (!(error instanceof BrokenOff)) throw error;
        });
        world.breakOff(undefined);
        // Tried again at once, or not before tomorrow.
        if (killed.which % 2 === 0) continue;
      }
      await Promise.all([
        run(programId, today, today),
        ...(again || isSo("at once") ? [run(programId, today, today)] : []),
        ...(isSo("imported meanwhile") && programId === ids[0] ? [importAgain()] : []),
      ]);
      if (again || isSo("twice")) await run(programId, today, today);
      if (again || isSo("an old day")) await run(programId, addDays(today, -(old % 30)), today);
    }
  };

  const reach = async ({ which, who, by }: Change, today: Day): Promise<void> => {
    const contact = pick([...world.memory.contacts.values()], which);
    const type = by % 2 === 0 ? "case-closure" : "scale-engagement";
    const now = new Date(`${today}T12:00:00Z`);
    const occurredAt = new Date(now.getTime() - (who % 30) * 3_600_000).toISOString();
    const { accountId, contactId } = contact;
    await reachTouchpoint({
      ...world.ports,
      recorded: async (entry) => decided.get(JSON.stringify(entry)),
      record: async (entry, decision) => {
        const key = JSON.stringify(entry);
        const kept = decided.get(key) ?? decision;
        decided.set(key, kept);
        return kept;
      },
    })({ type, accountId, contactId, reference: `ref-${which}`, occurredAt }, now);
  };

  const happen = async (change: Change, today: Day): Promise<void> => {
    const { which, who, by } = change;
    const account = pick([...world.memory.accounts.values()], which);
    const contact = pick([...world.memory.contacts.values()], which);
    const program = pick(world.memory.programs, which);
    const renewalOn = account.renewalOn && addDays(account.renewalOn, by);
    switch (change.what) {
      case "renewal moves":
        return await world.saveAccount({ ...account, renewalOn });
      case "renewal moves and back":
        await world.saveAccount({ ...account, renewalOn });
        return await world.saveAccount(account);
      case "last renewal corrected": {
        const lastRenewedOn = account.lastRenewedOn && addDays(account.lastRenewedOn, by % 15);
        return await world.saveAccount({ ...account, lastRenewedOn });
      }
      case "roles":
        return world.saveContact({ ...contact, roles: change.roles });
      case "new account":
        return await join(change.customer);
      case "new contact": {
        const [added] = change.customer.contacts;
        const { accountId } = account;
        if (added) world.saveContact({ ...added, accountId, contactId: `new-${which}` });
        return;
      }
      case "unsubscribe":
        return world.saveContact({ ...contact, consent: "unsubscribed" });
      case "imported again":
        return await importAgain();
      case "paused":
        resumesOn.set(program.programId, addDays(today, who % 30));
        return world.saveProgram({ ...program, status: "paused" });
      case "rescheduled": {
        const ours = world.memory.programOf("first-anniversary");
        if (ours.trigger.kind !== "date") return;
        world.saveProgram({ ...ours, trigger: { ...ours.trigger, offsetDays: 365 + (by % 30) } });
        return await importAgain();
      }
      case "touchpoint":
        return await reach(change, today);
      case "other tool":
        return world.noteSend(contact.email, addDays(today, -(who % 40)));
      case "suppressed":
        return world.suppress(contact.email);
      case "held":
      case "account held": {
        const { accountId, contactId } = contact;
        const over = change.what === "held" ? { accountId, contactId } : { accountId };
        const hold = { until: addDays(today, who), reason: "not now", by: "csm", at: today };
        return world.saveHold({ ...over, ...hold });
      }
      case "standing": {
        const { plan, status } = change.customer.account;
        return await world.saveAccount({ ...account, plan, status });
      }
      case "outage":
        outageUntil = Math.max(outageUntil, change.day + (who % 10 === 0 ? 20 : who % 5));
        return;
      default:
        // How the day is run, above.
        return;
    }
  };

  world.begin(addDays(FIRST_DAY, -1));
  for (const one of life.customers) await join(one);
  for (let day = 0; day < DAYS; day++) {
    const today = addDays(FIRST_DAY, day);
    world.begin(today);
    const changes = changesOn.get(day) ?? [];
    if (day > outageUntil || day === DAYS - 1) await runDay(today, day === DAYS - 1 ? [] : changes);
    for (const change of changes) await happen(change, today);
    const soon = addDays(today, 30);
    for (const account of [...world.memory.accounts.values()])
      if ((account.renewalOn ?? soon) <= soon || saysWhen.has(account.accountId)) await renew(account, today);
    for (const program of world.memory.programs)
      if (program.status === "paused" && today >= (resumesOn.get(program.programId) ?? today))
        world.saveProgram({ ...program, status: "active" });
  }
  return world;
}

function pick<T>(all: readonly T[], which: number): T {
  const one = all[which % all.length];
  if (one === undefined) throw new Error("there is nothing to pick from");
  return one;
}
