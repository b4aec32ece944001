import { foldedText } from "../domain/accounts/folded-text.ts";

/**
 * Every key of the table, and with it every access pattern.
 *
 * | partition                       | sort key                          | asked                                                     |
 * |---------------------------------|-----------------------------------|-----------------------------------------------------------|
 * | `ACCOUNT#<account>`             | `ACCOUNT`                         | an account                                                |
 * |                                 | `CONTACT#<contact>`               | its contacts                                              |
 * |                                 | `HOLD#ACCOUNT`, `HOLD#CONTACT#<contact>` | "do not survey until", of all or of one     |
 * |                                 | `MILESTONE#<program>#<cycle>`     | what is planned or was decided for it, and who was asked  |
 * |                                 | `CTA#<program>#<kind>`            | the call to action that a further answer would join       |
 * |                                 | `CTA#<program>#call-back#<contact>` | the same of one who asked to be called back             |
 * |                                 | `RAISED-CTA#<ISO time>#<cta>`     | every call to action that it ever had                     |
 * |                                 | `ROLE-MISSING#<program>#<cycle>#<occasion>` | that nobody there could be asked, and which CTA says so |
 * |                                 | `SILENCE#<term>`                  | that nobody there was heard in that term, and which CTA says so |
 * | `CONTACT#<contact>`             | `ACCOUNT#<account>`               | at which accounts a contact of that id is, or was         |
 * | `DIRECTORY#<letter>`            | `<name>#<account>`                | accounts in the order of their names                      |
 * | `PERSON#<keyed hash of e-mail>` | `PERSON`                          | when this person was last asked, by us or another tool    |
 * |                                 | `SUPPRESSION`                     | why nobody writes to them any more, and what was lifted   |
 * |                                 | `CONTACT#<account>#<contact>`     | which contacts they are, at which accounts                |
 * |                                 | `IMPORTED#<response>`             | what was imported of them                                 |
 * | `INVITATION#<invitation>`       | `INVITATION`                      | an invitation: its sending, its delivery, its answers; or an imported one |
 * |                                 | `DIGEST#<kind>`                   | its answer, told in a digest instead of opening a CTA     |
 * | `RUN#<run>`                     | `RUN`                             | a run and its counts                                      |
 * |                                 | `DECISIONS#<account>`             | the ledger: every verdict of that run                     |
 * |                                 | `DECISIONS#<account>#<reference>#<contact>` | the same of one touchpoint of that day          |
 * | `REHEARSAL#<rehearsal>`         | `REHEARSAL`                       | a rehearsal: its days, its counts, the difference it found |
 * |                                 | `DECISIONS#<day>#<program>#<account>` | what it would decide                                  |
 * |                                 | `DIFFERENCE#<n>`                  | a page of whom a candidate asks and the present does not, or otherwise |
 * | `CURSOR#<program>`              | `CURSOR`                          | up to which day a program has been run                    |
 * | `PROGRAMS`                      | `<program>`                       | programs as ops have made them: the newest version of each |
 * | `PROGRAM#<program>`             | `VERSION#<n>`                     | a version of a program, which never changes               |
 * | `IMPORT#<import>`               | `IMPORT`, `ERRORS#<n>`            | an import, and the rows it refused                        |
 * | `EXPORT#<export>`               | `EXPORT`                          | an export, and how far its file is written                |
 * | `IMPORTING`                     | `ACCOUNTS#<import>`               | which imports of accounts are still running               |
 * | `MAPPINGS`                      | `<mapping>`                       | how ops read the answers that another tool exports        |
 * | `LAST-IMPORT`                   | `ANSWERS`                         | when answers from another tool were last imported         |
 * | `IMPORTED#<account>`            | `<response>`                      | answers and sends of the account that were imported       |
 * | `IMPORT-MARKED#<import>`        | `MARKED`                          | that every day on which it brought something has been marked dirty |
 * | `IMPORTED-TOUCHPOINT`           | `<program>`                       | what was imported of a program that is none of ours       |
 * | `DAY#<program>#<day>`           | `SENT#<invitation>`               | the invitations sent that day                             |
 * |                                 | `ANSWERED#<invitation>`           | the answers dated that day                                |
 * |                                 | `ANONYMOUS#<random>`              | anonymous answers, dated that day when they were released |
 * |                                 | `VALUES`                          | the attributes' values under which that day has counts    |
 * | `RESULTS#<program>#<attribute>` | `<value>#<day>`                   | counts of one day for one value of an account attribute   |
 * | `DIRTY`                         | `<program>#<day>`                 | days whose counts are to be worked out again              |
 * | `DIRTY-HOURLY`                  | `<ISO full hour>#<program>#<day>` | days whose counts are to be worked out again at that hour |
 * | `CHECKED`                       | `CHECKED`                         | where the check of days' counts stopped                   |
 * | `ANONYMOUS`                     | `<program>#<version>#<segment>#<human or suspect>#<random>` | anonymous answers that wait for their group |
 * | `SPENT#<hash of the token>`     | `SPENT`                           | whether a link has been answered by, anonymously          |
 * | `CTA`                           | `<cta>`                           | a call to action, or which one it joined instead          |
 * | `TENDED`                        | `TENDED`                          | up to which day CTAs were woken, digests told, the silent looked for |
 * | `SCORECARD#<account>`           | `SCORECARD`                       | how an account stands, and up to which change             |
 * |                                 | `SCORE#CYCLE#<program>#<cycle>`   | what those who answered in that cycle said together       |
 * |                                 | `SCORE#MANUAL#<measure>#<ISO time>` | what somebody said of the account, as of then           |
 * | `SCORE-FELL`                    | `<quarter>#<program>#<measure>`   | a significant fall that was found, and whether it has been told |
 * | `SENDING`                       | `SENDING`                         | how sending stands, and up to when its slots are taken    |
 * | `SLACK#<answer or event>`         | `SLACK`                           | what is to be posted to Slack, or that it was             |
 * | `SLACK`                         | `SLACK`                           | up to when nobody is to post; absent while Slack takes posts |
 *
 * An account or contact that was saved before there were `DIRECTORY`, `CONTACT` and `RENEWAL` gets its own with its next
 * save or import, also one that changes nothing else; until then it is found by its full key alone.
 *
 * Index `due`, sparse: what waits for its time leaves the index when it has been dealt with.
 *
 * | partition                       | sort key                          | asked                                                     |
 * |---------------------------------|-----------------------------------|-----------------------------------------------------------|
 * | `MILESTONE#<program>#<shard>`   | `<day>#<account>#<cycle>`         | milestones to be looked at up to a day                    |
 * | `SEND`                          | `<ISO time>#<invitation>#<account>#<contact>#<program>#<person>#<survey or reminder>` | mails whose send window is open |
 * | `CTA`                           | `<ISO due>#<cta>#<kind>#<status>#<snoozed until>#<escalated>#<role>#<owner>#<name>` | calls to action that wait for somebody |
 * | `CTA-CLOSED#<month>`            | `<ISO closed>#<cta>#…` as above   | those that were closed in a month                         |
 * | `RENEWAL#<shard>`               | `<day>#<account>`                 | accounts whose silence before a renewal is to be looked for |
 * | `DIGEST`                        | `<day>#<invitation>#<kind>`       | answers for the digests of a day                          |
 * | `CTA-OPENED#<month>`            | `<ISO opened>#<cta>#<kind>`       | those that were opened in a month, however they stand     |
 * | `LEDGER#<account>`              | `<day>#<run>#…`                   | what was decided of an account, newest last               |
 * | `UNTOLD`                        | `<cta>`                           | missing roles whose events are yet to be put on the bus   |
 * | `UNSETTLED`                     | `<ISO time>#<invitation>`         | mails of which nobody knows yet whether they went out     |
 * | `SLACK`                         | `<ISO time>#<tries>#<ISO time of the answer>#<answer or event>` | posts that Slack has not taken |
 */
export type Key = { readonly pk: string; readonly sk: string };
export type DueKey = { readonly duePk: string; readonly dueSk: string };

export const accountKey = (accountId: string): Key => ({ pk: `ACCOUNT#${accountId}`, sk: "ACCOUNT" });
export const contactKey = (accountId: string, contactId: string): Key => ({
  pk: `ACCOUNT#${accountId}`,
  sk: `CONTACT#${contactId}`,
});
export const holdKey = (accountId: string, contactId?: string): Key => ({
  pk: `ACCOUNT#${accountId}`,
  sk: contactId === undefined ? "HOLD#ACCOUNT" : `HOLD#CONTACT#${contactId}`,
});
export const contactAccountsPartition = (contactId: string): string => `CONTACT#${contactId}`;
export const contactAccountKey = (accountId: string, contactId: string): Key => ({
  pk: contactAccountsPartition(contactId),
  sk: `ACCOUNT#${accountId}`,
});
export const milestoneKey = (accountId: string, programId: string, cycle: string): Key => ({
  pk: `ACCOUNT#${accountId}`,
  sk: `MILESTONE#${programId}#${cycle}`,
});
export const joinableCtaKey = (accountId: string, programId: string, kind: string): Key => ({
  pk: `ACCOUNT#${accountId}`,
  sk: `CTA#${programId}#${kind}`,
});
export const RAISED_CTA_PREFIX = "RAISED-CTA#";
export const raisedCtaKey = (of: {
  readonly accountId: string;
  readonly openedAt: string;
  readonly ctaId: string;
}): Key => ({ pk: `ACCOUNT#${of.accountId}`, sk: `${RAISED_CTA_PREFIX}${of.openedAt}#${of.ctaId}` });
export const missingRoleKey = (of: {
  readonly accountId: string;
  readonly programId: string;
  readonly cycle: string;
  readonly occasion: string;
}): Key => ({
  pk: `ACCOUNT#${of.accountId}`,
  sk: `ROLE-MISSING#${of.programId}#${of.cycle}#${of.occasion}`,
});
export const SILENCE_PREFIX = "SILENCE#";
export const silenceKey = (of: { readonly accountId: string; readonly cycle: string }): Key => ({
  pk: `ACCOUNT#${of.accountId}`,
  sk: `${SILENCE_PREFIX}${of.cycle}`,
});
export const personPartition = (personHash: string): string => `PERSON#${personHash}`;
export const personItemKey = (personHash: string): Key => ({
  pk: personPartition(personHash),
  sk: "PERSON",
});
export const suppressionKey = (personHash: string): Key => ({
  pk: personPartition(personHash),
  sk: "SUPPRESSION",
});
export const personContactKey = (personHash: string, accountId: string, contactId: string): Key => ({
  pk: personPartition(personHash),
  sk: `CONTACT#${accountId}#${contactId}`,
});
export const invitationKey = (invitationId: string): Key => ({
  pk: `INVITATION#${invitationId}`,
  sk: "INVITATION",
});
type DigestPlace = { readonly day: string; readonly invitationId: string; readonly kind: string };
export const digestEntryKey = ({ invitationId, kind }: Omit<DigestPlace, "day">): Key => ({
  pk: invitationKey(invitationId).pk,
  sk: `DIGEST#${kind}`,
});
export const DIGEST_PARTITION = "DIGEST";
export const digestDueKey = ({ day, invitationId, kind }: DigestPlace): DueKey => ({
  duePk: DIGEST_PARTITION,
  dueSk: `${day}#${invitationId}#${kind}`,
});
export const runKey = (runId: string): Key => ({ pk: `RUN#${runId}`, sk: "RUN" });
export const decisionsKey = (runId: string, accountId: string): Key => ({
  pk: `RUN#${runId}`,
  sk: `DECISIONS#${accountId}`,
});
export const touchpointDecisionKey = (
  runId: string,
  of: { readonly accountId: string; readonly reference: string; readonly contactId: string },
): Key => decisionsKey(runId, `${of.accountId}#${of.reference}#${of.contactId}`);
export const rehearsalKey = (rehearsalId: string): Key => ({
  pk: `REHEARSAL#${rehearsalId}`,
  sk: "REHEARSAL",
});
export const rehearsedDecisionsKey = (
  rehearsalId: string,
  of: { readonly on: string; readonly programId: string; readonly accountId: string },
): Key => ({
  pk: rehearsalKey(rehearsalId).pk,
  sk: `DECISIONS#${of.on}#${of.programId}#${of.accountId}`,
});
export const rehearsedDifferenceKey = (rehearsalId: string, page: number): Key => ({
  pk: rehearsalKey(rehearsalId).pk,
  sk: `DIFFERENCE#${String(page).padStart(6, "0")}`,
});
export const cursorKey = (programId: string): Key => ({ pk: `CURSOR#${programId}`, sk: "CURSOR" });
export const PROGRAMS_PARTITION = "PROGRAMS";
export const currentProgramKey = (programId: string): Key => ({ pk: PROGRAMS_PARTITION, sk: programId });
export const programVersionKey = (programId: string, version: number): Key => ({
  pk: `PROGRAM#${programId}`,
  sk: `VERSION#${String(version).padStart(6, "0")}`,
});
export const exportKey = (exportId: string): Key => ({ pk: `EXPORT#${exportId}`, sk: "EXPORT" });
export const importKey = (importId: string): Key => ({ pk: `IMPORT#${importId}`, sk: "IMPORT" });
export const ACCOUNTS_IMPORTING = "IMPORTING";
export const LAST_ANSWERS_IMPORT_KEY: Key = { pk: "LAST-IMPORT", sk: "ANSWERS" };
export const accountsImportingKey = (importId: string): Key => ({
  pk: ACCOUNTS_IMPORTING,
  sk: `ACCOUNTS#${importId}`,
});
export const MAPPINGS = "MAPPINGS";
export const mappingKey = (mappingId: string): Key => ({ pk: MAPPINGS, sk: mappingId });
export const importErrorsKey = (importId: string, page: number): Key => ({
  pk: `IMPORT#${importId}`,
  sk: `ERRORS#${String(page).padStart(6, "0")}`,
});
export const importMarkedKey = (importId: string): Key => ({
  pk: `IMPORT-MARKED#${importId}`,
  sk: "MARKED",
});
/** Not the account's own partition: whoever decides about an account reads that whole. */
export const accountImportedPartition = (accountId: string): string => `IMPORTED#${accountId}`;
export const accountImportedKey = (accountId: string, responseId: string): Key => ({
  pk: accountImportedPartition(accountId),
  sk: responseId,
});
export const personImportedKey = (personHash: string, responseId: string): Key => ({
  pk: personPartition(personHash),
  sk: `IMPORTED#${responseId}`,
});
export const IMPORTED_TOUCHPOINTS = "IMPORTED-TOUCHPOINT";
export const importedTouchpointKey = (programId: string): Key => ({
  pk: IMPORTED_TOUCHPOINTS,
  sk: programId,
});
export const dayPartition = (programId: string, day: string): string => `DAY#${programId}#${day}`;
export const sentOnKey = (programId: string, day: string, invitationId: string): Key => ({
  pk: dayPartition(programId, day),
  sk: `SENT#${invitationId}`,
});
export const answeredOnKey = (programId: string, day: string, invitationId: string): Key => ({
  pk: dayPartition(programId, day),
  sk: `ANSWERED#${invitationId}`,
});
export const ANONYMOUS_PREFIX = "ANONYMOUS#";
export const anonymousOnKey = (programId: string, day: string, answerId: string): Key => ({
  pk: dayPartition(programId, day),
  sk: `${ANONYMOUS_PREFIX}${answerId}`,
});
export const ANONYMOUS_PARTITION = "ANONYMOUS";
/** Nothing in it but what the answer itself keeps. */
export const waitingAnswerKey = (of: {
  readonly programId: string;
  readonly programVersion: number;
  readonly segment?: string | undefined;
  readonly suspect: readonly string[];
  readonly answerId: string;
}): Key => ({
  pk: ANONYMOUS_PARTITION,
  sk: [
    of.programId,
    of.programVersion,
    of.segment ?? "",
    of.suspect.length > 0 ? "suspect" : "human",
    of.answerId,
  ].join("#"),
});
export const spentKey = (mark: string): Key => ({ pk: `SPENT#${mark}`, sk: "SPENT" });
export const countedValuesKey = (programId: string, day: string): Key => ({
  pk: dayPartition(programId, day),
  sk: "VALUES",
});
export const resultsPartition = (programId: string, attribute: string): string =>
  `RESULTS#${programId}#${attribute}`;
export const resultsKey = (programId: string, attribute: string, value: string, day: string): Key => ({
  pk: resultsPartition(programId, attribute),
  sk: `${value}#${day}`,
});
export const dirtyKey = (programId: string, day: string): Key => ({ pk: "DIRTY", sk: `${programId}#${day}` });
export const DIRTY_HOURLY_PARTITION = "DIRTY-HOURLY";
export const dirtyHourlyKey = (hour: string, programId: string, day: string): Key => ({
  pk: DIRTY_HOURLY_PARTITION,
  sk: `${hour}#${programId}#${day}`,
});
export const CHECKED_KEY: Key = { pk: "CHECKED", sk: "CHECKED" };
export const ctaKey = (ctaId: string): Key => ({ pk: "CTA", sk: ctaId });
export const OPEN_CTAS_PARTITION = "CTA";
export const openedCtasPartition = (month: string): string => `CTA-OPENED#${month}`;
export const openedCtaKey = (of: {
  readonly openedAt: string;
  readonly ctaId: string;
  readonly kind: string;
}): DueKey => ({
  duePk: openedCtasPartition(of.openedAt.slice(0, 7)),
  dueSk: `${of.openedAt}#${of.ctaId}#${of.kind}`,
});
export const closedCtasPartition = (month: string): string => `CTA-CLOSED#${month}`;
export const TENDED_KEY: Key = { pk: "TENDED", sk: "TENDED" };
export const scorecardKey = (accountId: string): Key => ({ pk: `SCORECARD#${accountId}`, sk: "SCORECARD" });
/** Of what a scorecard is worked out from, and of nothing else. */
export const SCORE_PREFIX = "SCORE#";
export const scoreReadingKey = (of: {
  readonly accountId: string;
  readonly programId: string;
  readonly cycle: string;
}): Key => ({
  pk: scorecardKey(of.accountId).pk,
  sk: `${SCORE_PREFIX}CYCLE#${of.programId}#${of.cycle}`,
});
export const manualScoreKey = (of: {
  readonly accountId: string;
  readonly measure: string;
  readonly date: string;
}): Key => ({
  pk: scorecardKey(of.accountId).pk,
  sk: `${SCORE_PREFIX}MANUAL#${of.measure}#${of.date}`,
});
export const SCORE_FELL_PARTITION = "SCORE-FELL";
export const scoreFellKey = (of: {
  readonly period: string;
  readonly programId: string;
  readonly measure: string;
}): Key => ({ pk: SCORE_FELL_PARTITION, sk: `${of.period}#${of.programId}#${of.measure}` });
export const SENDING_KEY: Key = { pk: "SENDING", sk: "SENDING" };
export const SLACK_KEY: Key = { pk: "SLACK", sk: "SLACK" };
export const slackPostKey = (postId: string): Key => ({ pk: `SLACK#${postId}`, sk: "SLACK" });

/** Over how many partitions of the index a program's milestones are spread, and all accounts by their renewal. */
export const MILESTONE_SHARDS = 16;

export const milestoneDuePartition = (programId: string, shard: number): string =>
  `MILESTONE#${programId}#${String(shard).padStart(2, "0")}`;

/** FNV-1a over the account id: the same account is always in the same shard. */
function shardOf(accountId: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < accountId.length; i++) {
    hash = Math.imul(hash ^ accountId.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash % MILESTONE_SHARDS;
}

export const milestoneDueKey = (
  programId: string,
  accountId: string,
  cycle: string,
  day: string,
): DueKey => ({
  duePk: milestoneDuePartition(programId, shardOf(accountId)),
  dueSk: `${day}#${accountId}#${cycle}`,
});

export const renewalDuePartition = (shard: number): string => `RENEWAL#${String(shard).padStart(2, "0")}`;
export const renewalDueKey = (accountId: string, renewalOn: string): DueKey => ({
  duePk: renewalDuePartition(shardOf(accountId)),
  dueSk: `${renewalOn}#${accountId}`,
});

export const SEND_PARTITION = "SEND";
/** An invitation's first mail, or the one that reminds of it. */
export type MailKind = "survey" | "reminder";
/** The ids and what is to be sent ride along in the key, so that the dispatcher needs no second read. */
export const sendDueKey = (
  notBefore: string,
  of: {
    readonly invitationId: string;
    readonly accountId: string;
    readonly contactId: string;
    readonly programId: string;
    readonly personHash: string;
  },
  kind: MailKind = "survey",
): DueKey => ({
  duePk: SEND_PARTITION,
  dueSk: [notBefore, of.invitationId, of.accountId, of.contactId, of.programId, of.personHash, kind].join(
    "#",
  ),
});

export const UNSETTLED_PARTITION = "UNSETTLED";
export const unsettledKey = (since: Date, invitationId: string): DueKey => ({
  duePk: UNSETTLED_PARTITION,
  dueSk: `${since.toISOString()}#${invitationId}`,
});

export const SLACK_PARTITION = "SLACK";
/** How often it was tried and when it was said ride along, so that whose turn it is needs no second read. */
export const slackDueSk = (
  at: Date,
  of: { readonly postId: string; readonly tries: number; readonly occurredAt: string },
): string => [at.toISOString(), of.tries, of.occurredAt, of.postId].join("#");

export const UNTOLD_PARTITION = "UNTOLD";
export const untoldKey = (ctaId: string): DueKey => ({ duePk: UNTOLD_PARTITION, dueSk: ctaId });

export const accountLedgerPartition = (accountId: string): string => `LEDGER#${accountId}`;
/** Where an account's ledger lists an entry, of which the account's own key follows the day. */
export const accountLedgerKey = (accountId: string, on: string, entry: Key): DueKey => ({
  duePk: accountLedgerPartition(accountId),
  dueSk: `${on}#${entry.pk}#${entry.sk}`,
});

/** The directory's partitions in its order: digits and signs, each letter, and what comes behind them. */
export const DIRECTORY_LETTERS: readonly string[] = ["0", ..."abcdefghijklmnopqrstuvwxyz", "~"];
/** With an id of 128 characters behind it, within the 1,024 bytes of a sort key. */
const DIRECTORY_NAME_CHARACTERS = 150;

export const directoryPartition = (letter: string): string => `DIRECTORY#${letter}`;
/** The partition of a place in the directory: an account's sort key there. */
export function directoryLetterOf(place: string): string {
  const first = place.charAt(0);
  if (first < "a") return "0";
  return first <= "z" ? first : "~";
}
/** An account without a name stands under its id. */
export function directoryKey(account: { readonly accountId: string; readonly name?: string }): Key {
  const name = [...foldedText(account.name ?? account.accountId)]
    .slice(0, DIRECTORY_NAME_CHARACTERS)
    .join("");
  const place = `${name}#${account.accountId}`;
  return { pk: directoryPartition(directoryLetterOf(place)), sk: place };
}
