import * as z from "zod";
import type { Contact } from "#shared/domain/accounts/contact.ts";
import type { Hold } from "#shared/domain/accounts/hold.ts";
import { PathId } from "#shared/domain/accounts/portfolio-body.ts";
import { addYears, utcDay } from "#shared/domain/days.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { endWith, goOn, json, noContent, problem, type Reply, type Step } from "#shared/lambda/reply.ts";

export type HoldPorts = {
  hasAccount(accountId: string): Promise<boolean>;
  hasContact(of: { readonly accountId: string; readonly contactId: string }): Promise<boolean>;
  /** The contacts of an id, over all accounts. */
  contactsOfId(contactId: string): Promise<readonly Contact[]>;
  save(hold: Hold): Promise<void>;
  /** `false` where there was none. */
  remove(accountId: string, contactId: string | undefined): Promise<boolean>;
};

/** Whom a hold is over: an account, or one of its contacts. */
type Over = { readonly accountId: string; readonly contactId?: string };

const REASON_CHARACTERS = 500;
const ids = { accountId: PathId.nullish(), contactId: PathId.nullish() };
const namesSomebody = (named: { readonly accountId?: string | null; readonly contactId?: string | null }) =>
  named.accountId != null || named.contactId != null;
const nobody = { error: "accountId or contactId must be given", path: ["accountId"] };

/** `POST /v1/holds`: nobody there is surveyed until a day. Placing it again replaces the one before. */
export const placeHold =
  (ports: HoldPorts) =>
  async ({ body, caller }: ApiRequest, now: Date): Promise<Reply> => {
    const read = holdBody(now).safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be JSON such as {"accountId":"…","until":"2026-12-31","reason":"…"}, or with a contactId.',
        fieldErrors(read.error),
      );
    }
    const over = await overWhom(ports, read.data);
    if (over.kind === "end") return over.reply;
    const { until, reason } = read.data;
    const hold: Hold = { ...over.value, until, reason, by: caller.email, at: now.toISOString() };
    await ports.save(hold);
    return json(200, hold);
  };

export function holdBody(now: Date) {
  const today = utcDay(now);
  const latest = addYears(today, 1);
  return z
    .strictObject({
      ...ids,
      until: z.iso
        .date({ error: "must be a day of the calendar as YYYY-MM-DD" })
        .refine((until) => until > today, {
          error: `must be after today, ${today}: it is the first day on which they may be asked again`,
        })
        .refine((until) => until <= latest, { error: `must not be after ${latest}, a year from now` }),
      reason: z
        .string({ error: "must be given: whoever asks why nobody was surveyed will read it" })
        .trim()
        .min(1, { error: "is empty and must not be" })
        .max(REASON_CHARACTERS, { error: `is longer than ${REASON_CHARACTERS} characters` })
        .refine((text) => text.isWellFormed(), { error: "has half a character, which is no text in UTF-8" }),
    })
    .refine(namesSomebody, nobody);
}

export const LiftBody = z.strictObject(ids).refine(namesSomebody, nobody);

/** `DELETE /v1/holds`: lifted, whether there was one or not. */
export const liftHold =
  (ports: HoldPorts) =>
  async ({ body }: ApiRequest): Promise<Reply> => {
    const read = LiftBody.safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be JSON such as {"accountId":"…"} or {"contactId":"…"}.',
        fieldErrors(read.error),
      );
    }
    const { accountId, contactId } = read.data;
    // Named in full it may be over a contact who is gone.
    if (accountId != null && (await ports.remove(accountId, contactId ?? undefined))) return noContent();
    const over = await overWhom(ports, read.data);
    if (over.kind === "end") return over.reply;
    await ports.remove(over.value.accountId, over.value.contactId);
    return noContent();
  };

/** A contact id alone is enough where one account only has it. */
async function overWhom(
  ports: HoldPorts,
  named: { readonly accountId?: string | null | undefined; readonly contactId?: string | null | undefined },
): Promise<Step<Over>> {
  const { accountId, contactId } = named;
  if (accountId != null) {
    if (!(await ports.hasAccount(accountId))) return unknown("There is no account of that id.");
    if (contactId == null) return goOn({ accountId });
    return (await ports.hasContact({ accountId, contactId }))
      ? goOn({ accountId, contactId })
      : unknown("This account has no contact of that id.");
  }
  const [contact, ...more] = contactId == null ? [] : await ports.contactsOfId(contactId);
  if (contact === undefined) return unknown("There is no contact of that id.");
  if (more.length === 0) return goOn({ accountId: contact.accountId, contactId: contact.contactId });
  const accounts = [contact, ...more].map((one) => one.accountId);
  return endWith(
    problem(409, "More than one account has a contact of that id: give the accountId, too.", [
      { path: "accountId", message: `must be given; it is one of ${accounts.join(", ")}` },
    ]),
  );
}

const unknown = (detail: string): Step<never> => endWith(problem(404, detail));
