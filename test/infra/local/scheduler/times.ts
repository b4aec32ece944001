import { dueTimes } from "../../../../infra/local/scheduler/schedule-expression.ts";

type Asked = {
  readonly after?: string;
  readonly zone?: string;
  readonly count?: number;
  readonly since?: string;
};

/** The first times due after one, to the minute. */
export function times(expression: string, over: Asked = {}) {
  const { after = "2026-01-01T00:00:00Z", zone = "UTC", count = 3 } = over;
  const due = dueTimes(expression, zone, new Date(over.since ?? after));
  const found: string[] = [];
  for (let at = due(new Date(after)); at !== undefined && found.length < count; at = due(at))
    found.push(at.toISOString().replace(/:00\.000Z$/, "Z"));
  return found;
}
