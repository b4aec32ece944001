import { accountById, contactsByIds } from "#shared/dynamodb/portfolio.ts";
import { programVersion } from "#shared/dynamodb/programs.ts";
import type { SlackEvent } from "#shared/dynamodb/slack-posts.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { ResponseReceived } from "#shared/events/answers.ts";
import { CtaOpened } from "#shared/events/ctas.ts";
import { log } from "#shared/lambda/log.ts";
import type { Settings } from "#shared/settings.ts";
import { answerMessage } from "./answer-message.ts";
import { callBackMessage } from "./call-back-message.ts";
import type { Known } from "./known.ts";
import type { SlackMessage } from "./slack-message.ts";

type About = {
  readonly accountId: string | null;
  readonly contactId: string | null;
  readonly program?: { readonly programId: string; readonly programVersion: number };
};

/**
 * Puts events into words, with the names as they are now, or without where they cannot be read: an answer is worth more
 * than a name. Undefined for what is nothing that is posted, or cannot be.
 */
export function wordingWith(
  table: Table,
  { accountUrl, company }: Pick<Settings, "accountUrl" | "company">,
): (event: SlackEvent) => Promise<SlackMessage | undefined> {
  const alone: Known = { accountUrl, company: company.name };
  const knownOf = async ({ accountId, contactId, program }: About): Promise<Known> => {
    const [account, contacts, asked] = await Promise.all([
      accountId === null ? undefined : accountById(table, accountId),
      accountId === null || contactId === null ? [] : contactsByIds(table, [{ accountId, contactId }]),
      program && programVersion(table, program.programId, program.programVersion),
    ]);
    return { ...alone, account, contact: contacts[0], program: asked };
  };
  const known = (about: About): Promise<Known> =>
    knownOf(about).catch((error: unknown) => {
      log("slack-unnamed", { error: nameOf(error) });
      return alone;
    });
  const word = async ({ type, detail }: SlackEvent): Promise<SlackMessage | undefined> => {
    if (type === "Response Received") {
      const response = ResponseReceived.parse(detail);
      return answerMessage(response, await known({ ...response, program: response }));
    }
    if (type !== "CTA Opened") return undefined;
    const cta = CtaOpened.parse(detail);
    return callBackMessage(
      cta,
      await known({ accountId: cta.accountId, contactId: cta.contacts[0] ?? null }),
    );
  };
  return (event) =>
    word(event).catch((error: unknown) => {
      // Thrown on, it would hold up all that wait behind it.
      log("slack-unworded", { error: nameOf(error) });
      return undefined;
    });
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "not-an-error");
