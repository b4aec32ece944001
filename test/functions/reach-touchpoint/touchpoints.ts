import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { Account } from "#shared/domain/accounts/account.ts";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Hold } from "#shared/domain/accounts/hold.ts";
import { personHash } from "#shared/domain/accounts/person.ts";
import type { Suppression } from "#shared/domain/accounts/suppression.ts";
import type { Decision } from "#shared/domain/eligibility/eligibility.ts";
import type { Program } from "#shared/domain/programs/program.ts";
import { SHIPPED_PROGRAMS } from "#shared/domain/programs/shipped-programs.ts";
import type { Touchpoint } from "#shared/domain/programs/touchpoint.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { invitationById } from "#shared/dynamodb/invitations.ts";
import { holdKey } from "#shared/dynamodb/keys.ts";
import { milestonesOf } from "#shared/dynamodb/milestones.ts";
import { recordSend } from "#shared/dynamodb/people.ts";
import { saveAccount, saveContact } from "#shared/dynamodb/portfolio.ts";
import { decisionsOfRun, runById, runIdOf } from "#shared/dynamodb/runs.ts";
import { invitationsDueBy } from "#shared/dynamodb/sending.ts";
import { suppress } from "#shared/dynamodb/suppressions.ts";
import { type Table, toItem } from "#shared/dynamodb/table.ts";
import { tablePorts } from "../../../functions/reach-touchpoint/ports.ts";
import {
  type ReachOutcome,
  type ReachPorts,
  reachTouchpoint,
} from "../../../functions/reach-touchpoint/reach-touchpoint.ts";
import { aContact, anAccount } from "../../builders.ts";
import { peopleByHash } from "../../people.ts";

/** A Saturday, in the middle of the night in Berlin. */
export const NIGHT = "2026-11-28T01:30:00.000Z";

let cases = 0;

/** Case closures, with programs, an account and people of their own among whatever else the table holds. */
export function someTouchpoints(table: Table) {
  const mine = ++cases;
  const programId = `case-closure-${mine}`;
  const accountId = `acc-${mine}`;
  const personKey = Buffer.from([mine % 256, mine >> 8, 1, 255]);
  const shipped = SHIPPED_PROGRAMS.find((program) => program.programId === "case-closure");
  if (shipped === undefined) throw new Error("case-closure is shipped no more");
  const program: Program = { ...shipped, programId };
  const ports: ReachPorts = { ...tablePorts(table, personKey), programs: async () => [program] };
  const emailOf = (contactId: string) => `${contactId}@acc-${mine}.example`;

  return {
    programId,
    accountId,
    program,
    ports,

    async save(
      contacts: Readonly<Record<string, Partial<Contact>>>,
      account: Partial<Account> = {},
    ): Promise<void> {
      await saveAccount(table, anAccount({ accountId, ...account }));
      for (const [contactId, over] of Object.entries(contacts))
        await saveContact(
          table,
          aContact({ accountId, contactId, email: emailOf(contactId), ...over }),
          (email) => personHash(email, personKey),
        );
    },

    async hold(over: Partial<Hold>): Promise<void> {
      const hold: Hold = {
        accountId,
        until: "2026-12-24",
        reason: "escalation",
        by: "ana@vendor.example",
        at: NIGHT,
        ...over,
      };
      const Item = toItem({ ...holdKey(accountId, hold.contactId), type: "hold", version: 1, ...hold });
      await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
    },

    async suppress(contactId: string, reason: Suppression["reason"]): Promise<void> {
      await suppress(table, personHash(emailOf(contactId), personKey), { reason, at: NIGHT });
    },

    async askedElsewhere(contactId: string, on: string): Promise<void> {
      const by = { tool: "gainsight", program: "csat" };
      await recordSend(table, personHash(emailOf(contactId), personKey), { on, by });
    },

    async lastAskedOn(contactId: string): Promise<string | undefined> {
      const hash = personHash(emailOf(contactId), personKey);
      return (await peopleByHash(table, [hash])).get(hash)?.lastOn;
    },

    reach(over: Partial<Touchpoint> = {}, now = NIGHT, through = ports): Promise<ReachOutcome> {
      const touchpoint = {
        type: "case-closure",
        accountId,
        contactId: "mei",
        reference: "case-1",
        occurredAt: NIGHT,
        ...over,
      };
      return reachTouchpoint(through)(touchpoint, new Date(now));
    },

    async ledger(on = NIGHT.slice(0, 10)): Promise<Decision[]> {
      return (await decisionsOfRun(table, runIdOf(programId, on), undefined, 1000)).items;
    },

    /** `contact: selected`, or the reasons of the rules that failed. */
    async verdicts(on?: string): Promise<string[]> {
      return (await this.ledger(on)).map(({ contactId, verdict, rules }) => {
        const failed = rules.filter((result) => result.verdict === "fail").map(({ reason }) => reason);
        return `${contactId}: ${verdict === "selected" ? verdict : failed.join(", ")}`;
      });
    },

    run: (on = NIGHT.slice(0, 10)) => runById(table, runIdOf(programId, on)),
    milestones: () => milestonesOf(table, accountId),

    /** Every invitation of the account that waits to be sent. */
    async invited(): Promise<Invitation[]> {
      const due = await invitationsDueBy(table, new Date("2100-01-01T00:00:00Z"), 100_000);
      const own = due.filter((one) => one.accountId === accountId);
      const found = await Promise.all(own.map(({ invitationId }) => invitationById(table, invitationId)));
      return found.flatMap((invitation) => invitation ?? []);
    },
  };
}
