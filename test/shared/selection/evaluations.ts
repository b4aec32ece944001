import type { AccountState } from "#shared/domain/eligibility/case.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import { evaluateAccount } from "#shared/selection/evaluate-account.ts";
import { tablePorts } from "#shared/selection/ports.ts";
import { aContact, anAccount, PERSON_KEY, someSettings } from "../../builders.ts";
import { startTable } from "../../table.ts";

export const aState = (over: Partial<AccountState> = {}): AccountState => ({
  account: anAccount(),
  contacts: [aContact()],
  holds: [],
  milestones: [],
  ...over,
});

export function shipped(programId: string): Program {
  const found = SHIPPED_PROGRAMS.find((program) => program.programId === programId);
  if (found === undefined) throw new Error(`no program ${programId} is shipped`);
  return found;
}

export const ruleOf = ([decision]: readonly Decision[], name: string) =>
  decision?.rules.find(({ rule }) => rule === name);

/** How accounts would be decided, over a table of the test file's own. */
export async function startEvaluations() {
  const { table, stop } = await startTable();
  const ports = tablePorts(table, someSettings({ timeZone: "Europe/Berlin" }), PERSON_KEY);
  const evaluate = (program: Program, on: string, state: AccountState): Promise<Decision[]> => {
    const programs = [...SHIPPED_PROGRAMS, program];
    return evaluateAccount(ports, { program, programs, on, sendTimes: ports.sendTimes }, state);
  };
  return {
    table,
    stop,
    ports,
    evaluate,
    /** `selected`, or the reasons of the rules that failed, of each decision. */
    async verdicts(...of: Parameters<typeof evaluate>): Promise<string[]> {
      return (await evaluate(...of)).map(({ verdict, rules }) => {
        const failed = rules.filter((result) => result.verdict === "fail").map(({ reason }) => reason);
        return verdict === "selected" ? verdict : failed.join(", ");
      });
    },
  };
}
