import * as z from "zod";
import type { Day } from "#shared/domain/accounts/account.ts";
import type { Cta } from "#shared/domain/ctas/cta.ts";
import { addDays, utcDay } from "#shared/domain/days.ts";
import { CTA_COLUMNS, ctaRow } from "#shared/domain/exports/cta-row.ts";
import type { ExportRequest } from "#shared/domain/exports/export.ts";
import { RESPONSE_COLUMNS, responseRow } from "#shared/domain/exports/response-row.ts";
import { type AnsweredPorts, answeredBetween } from "#shared/records/answered.ts";
import { type CtaViewPorts, ctaViews } from "#shared/records/cta-views.ts";
import type { InvitationPorts } from "#shared/records/invitations.ts";
import { DayPlace } from "#shared/records/walk-days.ts";
import { invitationsPage } from "./invitations-page.ts";
import { type ResultsPagePorts, resultsPage } from "./results-page.ts";
import type { ExportPage, WritePorts } from "./write-export.ts";

export type PagePorts = AnsweredPorts &
  InvitationPorts &
  CtaViewPorts &
  ResultsPagePorts & {
    openedCtas(
      month: string,
      page: {
        readonly from: Day;
        readonly to: Day;
        readonly after: string | undefined;
        readonly most: number;
      },
    ): Promise<readonly { readonly ctaId: string; readonly place: string }[]>;
    ctasByIds(ctaIds: readonly string[]): Promise<readonly Cta[]>;
  };

const ROWS_PER_PAGE = 500;

/** The rows of an export, page by page: those of the list of the same name, by the code that lists them. */
export const exportPage =
  (ports: PagePorts): WritePorts["page"] =>
  async (request, at, asOf) => {
    // What lies ahead has not happened.
    const range = { from: request.from, to: earlierOf(request.to, utcDay(asOf)) };
    switch (request.what) {
      case "responses":
        return await responsesPage(ports, request, range, placeIn(DayPlace, at));
      case "invitations":
        return await invitationsPage(ports, request, range, at, { limit: ROWS_PER_PAGE, asOf });
      case "ctas":
        return await ctasPage(ports, request, range, placeIn(CtaPlace, at), asOf);
      case "results":
        return await resultsPage(ports, request, at, asOf);
    }
  };

type Range = { readonly from: Day; readonly to: Day };

const earlierOf = (one: Day, other: Day): Day => (one < other ? one : other);
const placeIn = <T>(schema: z.ZodType<T>, place: string | undefined): T | undefined =>
  place === undefined ? undefined : schema.parse(JSON.parse(place));
const textOf = (place: unknown): string | undefined =>
  place === undefined ? undefined : JSON.stringify(place);

async function responsesPage(
  ports: PagePorts,
  { program, includeSuspect = true }: ExportRequest,
  range: Range,
  place: DayPlace | undefined,
): Promise<ExportPage> {
  const paging = { limit: ROWS_PER_PAGE, place };
  const { items, next } = await answeredBetween(ports, { program, ...range }, paging);
  const rows = items.filter(({ view }) => includeSuspect || view.suspect.length === 0).map(responseRow);
  return { kind: "page", columns: RESPONSE_COLUMNS, rows, next: textOf(next) };
}

const CtaPlace = z.object({ month: z.string(), after: z.string().optional() });

/** Those that were opened in the range, the oldest first. */
async function ctasPage(
  ports: PagePorts,
  { program }: ExportRequest,
  { from, to }: Range,
  place: z.infer<typeof CtaPlace> | undefined,
  asOf: Date,
): Promise<ExportPage> {
  const { month, after } = place ?? { month: from.slice(0, 7) };
  const listed = await ports.openedCtas(month, { from, to, after, most: ROWS_PER_PAGE });
  const ctas = await ports.ctasByIds(listed.map(({ ctaId }) => ctaId));
  const wanted = ctas.filter((cta) => program === undefined || cta.program === program);
  const rows = (await ctaViews(ports, wanted, asOf)).map(ctaRow);
  const last = listed.length < ROWS_PER_PAGE ? undefined : listed.at(-1)?.place;
  const nextMonth = addDays(`${month}-28`, 4).slice(0, 7);
  const isOver = last === undefined && nextMonth > to.slice(0, 7);
  const next = last === undefined ? { month: nextMonth } : { month, after: last };
  return { kind: "page", columns: CTA_COLUMNS, rows, next: isOver ? undefined : textOf(next) };
}
