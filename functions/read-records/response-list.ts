import { RESPONSE_COLUMNS, responseRow } from "#shared/domain/exports/response-row.ts";
import { headOf, MEDIA, textOf } from "#shared/exports/text.ts";
import type { ApiRequest } from "#shared/lambda/api.ts";
import type { Reply } from "#shared/lambda/reply.ts";
import type { Answered } from "#shared/records/answered.ts";
import { jsonList } from "./list-route.ts";

/** A page of responses as JSON or, for who accepts `text/csv`, as that; where CSV goes on, a header says. */
export function responseList(items: readonly Answered[], next: string | null, request: ApiRequest): Reply {
  if (!prefersCsv(request.headers.accept ?? "")) {
    const reply = jsonList(
      items.map(({ view }) => view),
      next,
    );
    return { ...reply, headers: { ...reply.headers, vary: "accept" } };
  }
  const rows = items.map(responseRow);
  return {
    statusCode: 200,
    headers: {
      "content-type": MEDIA.csv,
      "cache-control": "no-store",
      vary: "accept",
      ...(next === null ? {} : { link: `<${addressOf(request, next)}>; rel="next"` }),
    },
    body: headOf("csv", RESPONSE_COLUMNS) + textOf("csv", RESPONSE_COLUMNS, rows),
  };
}

/** Whether `text/csv` is named, and JSON not before it: what takes anything gets JSON. */
function prefersCsv(accept: string): boolean {
  const types = accept.split(",").map((range) => (range.split(";")[0] ?? "").trim().toLowerCase());
  return types.find((type) => type === "text/csv" || type === "application/json") === "text/csv";
}

/** Relative to where it was asked: the address that callers use is not known here. */
function addressOf({ query }: ApiRequest, cursor: string): string {
  const filters = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined || name === "cursor" ? [] : [[name, value]],
  );
  return `?${new URLSearchParams([...filters, ["cursor", cursor]])}`;
}
