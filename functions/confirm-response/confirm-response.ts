import * as z from "zod";
import type { Invitation } from "#shared/domain/invitation.ts";
import { responseView } from "#shared/domain/response-view.ts";
import type { Attempt } from "#shared/domain/survey-answer.ts";
import { suspicionsOf } from "#shared/domain/suspicion.ts";
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
const Confirmation = z.strictObject({
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
 * `PATCH /v1/responses/{responseId}`: somebody vouches that a person gave the newest suspect answer. It counts from then
 * on, and is followed up as any other. Where none is suspect there is nothing to do, which is what was asked for.
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
    const responseId = path.responseId ?? "";
    const invitation = await ports.invitation(responseId);
    const { attempts = [] } = invitation ?? {};
    if (invitation === undefined || attempts.length === 0)
      return problem(404, "There is no response of that id.");
    const index = suspicionsOf(invitation).findLastIndex((reasons) => reasons.length > 0);
    const attempt = attempts[index];
    if (attempt === undefined) return json(200, responseView(invitation));
    const confirmed = { at: now.toISOString(), by: caller.email, note: read.data.note };
    // Whoever came first has said so already.
    await ports.confirm(responseId, { index, attemptId: attempt.attemptId }, confirmed);
    return json(200, responseView((await ports.invitation(responseId)) ?? invitation));
  };
