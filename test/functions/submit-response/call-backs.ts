import type { Attempt } from "#shared/domain/answers/attempt.ts";
import type { Invitation } from "#shared/domain/sending/invitation.ts";
import { HIDDEN_FIELD } from "#shared/survey/posted.ts";
import { givenSurvey, type SurveySite, storedInvitation } from "../survey-site.ts";

export const answered: Attempt[] = [
  {
    attemptId: "attempt-1",
    at: "2026-12-02T08:00:00.000Z",
    answers: [{ questionId: "nps", kind: "nps", value: 6 }],
  },
];

/** What there is to do with a site's call-backs. */
export const callBacksOf = (site: SurveySite) => ({
  givenAnswered: (over: Partial<Invitation> = {}) => givenSurvey(site.table, { attempts: answered, ...over }),
  callBackOf: async (invitationId: string) => (await storedInvitation(site.table, invitationId)).callBack,
  /** As the thank-you page's form is posted. */
  ask: (
    token: string,
    fields: Readonly<Record<string, string>> = {},
    over: Parameters<SurveySite["post"]>[1] = {},
  ) =>
    site.post(token, {
      ...over,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ callBack: "yes", reach: "", [HIDDEN_FIELD]: "", ...fields }).toString(),
    }),
});
