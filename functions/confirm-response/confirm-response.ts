import * as z from "zod";
import { PathId } from "#shared/domain/accounts/portfolio-body.ts";
import type { Attempt } from "#shared/domain/answers/attempt.ts";
import { responseView } from "#shared/domain/answers/response-view.ts";
import { isHuman, versionsOf } from "#shared/domain/answers/responses.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";

export type ConfirmPorts = {
  invitation(invitationId: string): Promise<Invitation | undefined>;
  /** `false` where somebody vouched for it before. */
  confirm(
    invitationId: string,
    place: { readonly index: number; readonly attemptId: string },
    confirmed: NonNullable<Attempt["confirmed"]>,
  ): Promise<boolean>;
};

const NOTE_CHARACTERS = 500;
export const Confirmation = z.strictObject({
  suspect: z.literal(false, {
    error: "must be false: an answer is made suspect by how it came, and by nobody",
  }),
  note: z
    .string({ error: "must be given: whoever reads the answer will ask how you know" })
    .trim()
    .min(1, { error: "is empty and must not be" })
    .max(NOTE_CHARACTERS, { error: `is longer than ${NOTE_CHARACTERS} characters` })
    .refine((text) => text.isWellFormed(), { error: "has half a character, which is no text in UTF-8" }),
});

/**
 * `PATCH /v1/responses/{responseId}`: somebody vouches that a person gave the newest answer. It counts from then on, and
 * is followed up as any other. Where that is not suspect there is nothing to do, which is what was asked for.
 */
export const confirmResponse =
  (ports: ConfirmPorts) =>
  async ({ path, body, caller }: ApiRequest, now: Date): Promise<Reply> => {
    const read = Confirmation.safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be JSON such as {"suspect":false,"note":"…"}.',
        fieldErrors(read.error),
      );
    }
    const { data: responseId } = PathId.safeParse(path.responseId);
    const invitation = responseId === undefined ? undefined : await ports.invitation(responseId);
    if (responseId === undefined || invitation === undefined) return noResponse();
    if (invitation.imported) return problem(409, IMPORTED);
    const { attempts = [] } = invitation;
    const index = attempts.length - 1;
    const attempt = attempts[index];
    const newest = versionsOf(invitation).at(-1);
    if (attempt === undefined || newest === undefined) return noResponse();
    // Suspects that a person's answer has overtaken stay what they are: they would bring back a day and answers not theirs.
    if (isHuman(newest)) return json(200, responseView(invitation));
    const confirmed = { at: now.toISOString(), by: caller.email, note: read.data.note };
    // Whoever came first has said so already.
    await ports.confirm(responseId, { index, attemptId: attempt.attemptId }, confirmed);
    return json(200, responseView((await ports.invitation(responseId)) ?? invitation));
  };

const IMPORTED =
  "This response was imported: it counts as the other tool gave it, and there is nothing to confirm.";

const noResponse = (): Reply =>
  problem(
    404,
    "There is no response of that id that anybody could confirm. An anonymous one never can be: nobody knows whose it is.",
  );
