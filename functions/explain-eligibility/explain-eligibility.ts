import * as z from "zod";
import { Day } from "#shared/domain/accounts/account.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { AccountState } from "#shared/domain/eligibility/case.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import type { AccountWithContacts } from "#shared/dynamodb/portfolio.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import { NOT_DRAWN, type PastPorts, undecided, wasDrawn } from "./past-day.ts";

export type EligibilityPorts = PastPorts & {
  programs(): Promise<readonly Program[]>;
  accountWithContacts(accountId: string): Promise<AccountWithContacts>;
  /** What a run of that day decided of the account, from the ledger. */
  recorded(programId: string, on: Day, accountId: string): Promise<readonly Decision[] | undefined>;
  evaluate(
    of: { readonly program: Program; readonly programs: readonly Program[]; readonly on: Day },
    state: AccountState,
  ): Promise<readonly Decision[]>;
};

export type Eligibility = {
  readonly accountId: string;
  readonly programId: string;
  readonly on: Day;
  /** `ledger`: as decided on that day. `evaluation`: as it would be decided with what is known today. */
  readonly from: "ledger" | "evaluation";
  readonly contacts: readonly Decision[];
  /** What must be known of it beside. */
  readonly note?: string;
  /** Of a past day on which no run decided the account: the days before and after it on which one did. */
  readonly nearest?: readonly Day[];
};

export const EligibilityQuery = z.strictObject({ program: z.string(), on: Day.optional() });

/**
 * `GET /v1/accounts/{accountId}/eligibility?program=&on=`, today where no day is named: why each contact of an account
 * was, or would be, asked or not. A day on which a run decided is answered from the record; today and those to come
 * by evaluating the rules. A past day on which none did has no decisions: what would have been is not known any more.
 */
export const explainEligibility =
  (ports: EligibilityPorts) =>
  async ({ path, query }: ApiRequest, now: Date): Promise<Reply> => {
    const asked = EligibilityQuery.safeParse(query);
    if (!asked.success) {
      return problem(
        400,
        "This takes program= and, for another day than today, on=YYYY-MM-DD.",
        fieldErrors(asked.error),
      );
    }
    const { accountId = "" } = path;
    const { program: programId, on = utcDay(now) } = asked.data;
    const programs = await ports.programs();
    const program = programs.find((one) => one.programId === programId);
    if (program === undefined)
      return problem(404, "There is no program of that id; GET /v1/programs lists them.");
    const { account, ...rest } = await ports.accountWithContacts(accountId);
    if (account === undefined) return problem(404, "There is no account of that id.");

    const recorded = await ports.recorded(programId, on, accountId);
    const of = { accountId, programId, on };
    const answer = (said: Omit<Eligibility, keyof typeof of>) =>
      json(200, { ...of, ...said } satisfies Eligibility);
    if (recorded !== undefined) return answer({ from: "ledger", contacts: recorded });
    const isPast = on < utcDay(now);
    const isNotDrawn = isPast && (await wasDrawn(ports, program, on));
    if (isPast && !isNotDrawn) return answer({ from: "ledger", ...(await undecided(ports, of)) });
    const contacts = await ports.evaluate({ program, programs, on }, { ...rest, account });
    return answer({ from: "evaluation", contacts, ...(isNotDrawn ? { note: NOT_DRAWN } : {}) });
  };
