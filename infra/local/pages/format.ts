const TIME = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const NUMBER = new Intl.NumberFormat("en-GB");

/** `1 Dec 2026, 10:00`, UTC. */
export function timeText(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : TIME.format(at);
}

/** `Tuesday 1 December 2026`, UTC. */
export function dayText(at: Date): string {
  return DAY.format(at);
}

export function countText(count: number): string {
  return NUMBER.format(count);
}

/** With its sign, and a real minus: an NPS of 5 reads `+5`, one of -5 `−5`. */
export function signedText(points: number): string {
  const rounded = Math.round(points);
  if (rounded === 0) return "0";
  return rounded > 0 ? `+${rounded}` : `−${-rounded}`;
}
