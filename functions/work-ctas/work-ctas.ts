import { PathId } from "#shared/domain/accounts/portfolio-body.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { ctaView } from "#shared/domain/ctas/cta-view.ts";
import { type CtaRefusal, type Worked, work } from "#shared/domain/ctas/cta-work.ts";
import { dueAnew } from "#shared/domain/ctas/due-date.ts";
import { utcDay } from "#shared/domain/days.ts";
import type { WorkOutcome } from "#shared/dynamodb/cta-work.ts";
import { CTA_DRIVERS } from "#shared/events/ctas.ts";
import { type ApiRequest, fieldErrors } from "#shared/lambda/api.ts";
import { jsonBody } from "#shared/lambda/json-body.ts";
import { json, problem, type Reply } from "#shared/lambda/reply.ts";
import type { Settings } from "#shared/settings.ts";
import { commandsOf, ctaBody } from "./cta-body.ts";

export type WorkPorts = {
  /** Changes it as `decide` says of how it stands, however many do so at once. */
  workCta(ctaId: string, decide: (cta: Cta) => Worked): Promise<WorkOutcome>;
  joinedInstead(ctaIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  readonly settings: Pick<Settings, "timeZone" | "holidays">;
};

/**
 * `PATCH /v1/ctas/{ctaId}`: somebody acknowledges, snoozes, closes, opens again, reassigns a call to action or adds a
 * note, several of these at once where they go together. Whoever may work one may work all; who and when is kept. What
 * is so already stays as it is, which is what was asked for.
 */
export const workCtas =
  (ports: WorkPorts) =>
  async ({ path, body, caller }: ApiRequest, now: Date): Promise<Reply> => {
    const read = ctaBody(now).safeParse(jsonBody(body));
    if (!read.success) {
      return problem(
        400,
        'The body must be JSON such as {"status":"acknowledged"} or {"status":"closed","outcome":"…"}; see errors.',
        fieldErrors(read.error),
      );
    }
    const { data: ctaId } = PathId.safeParse(path.ctaId);
    if (ctaId === undefined) return noCta();
    const hand = { at: now.toISOString(), by: caller.email, note: read.data.note };
    const commands = commandsOf(read.data);
    const outcome = await ports.workCta(ctaId, (cta) =>
      dueAnew(cta, work(cta, commands, hand), hand.at, ports.settings),
    );
    switch (outcome.kind) {
      case "worked": {
        const { cta } = outcome;
        const joined = cta.linked.length === 0 ? new Map() : await ports.joinedInstead(cta.linked);
        return json(200, ctaView(cta, utcDay(now), joined));
      }
      case "unknown":
        return noCta();
      case "taken":
        return problem(409, "Another is open for the same account, program and kind: work that one.", [
          { path: "status", message: `cannot be open: ${outcome.openId} is, in its place` },
        ]);
      case "refused":
        return refusal(outcome.refusal);
      default:
        return outcome satisfies never;
    }
  };

const noCta = (): Reply => problem(404, "There is no call to action of that id.");

function refusal(of: CtaRefusal): Reply {
  switch (of.reason) {
    case "is-closed": {
      const detail = `This call to action was closed at ${of.closedAt}. Open it again first: {"status":"open"}.`;
      const path = of.command === "reassign" ? "owner" : "status";
      return problem(409, detail, [{ path, message: "cannot be changed: it is closed" }]);
    }
    case "history-full":
      return problem(409, "Its history has no room for more. Close it: the next answer opens another.", [
        { path: "note", message: "cannot be kept: the history is full" },
      ]);
    case "driver-missing":
      return problem(400, "A negative call to action is closed with what was behind it.", [
        { path: "driver", message: `must be given: one of ${CTA_DRIVERS.join(", ")}` },
      ]);
    case "driver-not-asked":
      return problem(400, "Only a negative call to action has a driver.", [
        { path: "driver", message: `must not be given: this one is ${of.of}` },
      ]);
    default:
      return of satisfies never;
  }
}
