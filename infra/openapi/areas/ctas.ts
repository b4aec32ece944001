import type * as z from "zod";
import { Cta } from "#shared/domain/ctas/cta.ts";
import type { CtaView } from "#shared/domain/ctas/cta-view.ts";
import { CtaFilters } from "../../../functions/read-records/cta-choice.ts";
import { ctaBody } from "../../../functions/work-ctas/cta-body.ts";
import { listOf } from "../lists.ts";
import { named } from "../names.ts";
import { type Area, json, pageOf } from "../operation.ts";

const CallToAction = named("Cta", Cta.omit({ type: true })) satisfies z.ZodType<CtaView>;

export const ctas: Area = {
  name: "calls to action",
  about: "What somebody has to do about an answer, by a time.",
  routes: {
    "GET /v1/ctas": {
      summary: "Calls to action",
      description:
        "Of an account all that it ever had, the newest first. Otherwise those that are not closed, what is due first at the head, and then those closed in the last 24 months.",
      role: "csm",
      query: listOf(CtaFilters),
      parameters: {
        status: "A snoozed one is `open` again once its day has come.",
        owner:
          "`me`, the role `csm`, `csm-manager` or `queue`, or the owner's name; not an e-mail address, which has no place in a URL.",
        kind: "What it is about.",
        overdue: "Of those that are not closed, whether they are past their due date.",
      },
      answers: { 200: { says: "A page of calls to action.", content: json(pageOf(CallToAction)) } },
    },
    "GET /v1/ctas/{ctaId}": {
      summary: "One call to action, with everything that was done to it",
      role: "csm",
      answers: { 200: { says: "The call to action.", content: json(CallToAction) } },
      refusals: { 404: "There is no call to action of that id." },
    },
    "PATCH /v1/ctas/{ctaId}": {
      summary: "Work a call to action",
      description:
        "Acknowledge, snooze (`until`), close (`outcome`, and of a negative one its `driver`), open again; an `owner` with a `note` reassigns it, a `note` alone is kept. What is so already stays as it is.",
      role: "csm",
      body: {
        content: json(ctaBody(new Date(0))),
        example: { status: "closed", outcome: "Fixed, and they were told", driver: "product-quality" },
      },
      answers: { 200: { says: "The call to action as it now is.", content: json(CallToAction) } },
      refusals: {
        404: "There is no call to action of that id.",
        409: "It is closed, or its history is full, or another is open in its place; `detail` says which.",
      },
    },
  },
};
