import { countText, signedText } from "./format.ts";
import { Html, html } from "./html.ts";
import type { Csat, Group, Nps, Program, Read } from "./product.ts";

/** A program's scores, each with its interval and number of answers. No answers is said so, never shown as 0. */
export function programRow(program: Program, results: Read<Group | undefined>): Html {
  const name = html`<div><h3>${program.name}</h3>${statusTag(program.status)}</div>`;
  if (results.kind === "failed") {
    return html`<div class="program">${name}<div class="wide fault-text">${results.why}</div></div>`;
  }
  const group = results.value;
  if (!hasAnything(group)) {
    return html`<div class="program">${name}<div class="wide figure none">no answers yet, nothing sent yet</div></div>`;
  }
  return html`<div class="program">${name}
<div><span class="label">NPS</span>${npsFigure(group?.nps)}</div>
<div><span class="label">CSAT, satisfied</span>${csatFigure(group?.csat)}</div>
<div><span class="label">Response rate</span>${rateFigure(group)}</div></div>`;
}

function hasAnything(group: Group | undefined): boolean {
  return group?.nps != null || group?.csat != null || (group?.funnel?.sent ?? 0) > 0;
}

function statusTag(status: string): Html {
  return html`<span class="tag ${status === "active" ? "good" : "warn"}">${status}</span>`;
}

const NONE = new Html('<div class="figure none">no answers yet</div>');

function npsFigure(nps: Nps | null | undefined): Html {
  if (nps == null || nps.n === 0) return NONE;
  return html`<div class="figure">${signedText(nps.value)} ${fewTag(nps.small)}</div>
${range({ value: nps.value, low: nps.low, high: nps.high, from: -100, to: 100 })}
<small>95%: ${signedText(nps.low)} to ${signedText(nps.high)} · n = ${countText(nps.n)}</small>`;
}

function csatFigure(csat: Csat | null | undefined): Html {
  if (csat == null || csat.n === 0) return NONE;
  const percent = (share: number) => `${Math.round(share * 100)}%`;
  const shown = { value: csat.satisfied, low: csat.satisfiedLow, high: csat.satisfiedHigh, from: 0, to: 1 };
  return html`<div class="figure">${percent(csat.satisfied)}<small>mean ${csat.mean.toFixed(1)} of 5</small> ${fewTag(csat.small)}</div>
${range(shown)}
<small>95%: ${percent(csat.satisfiedLow)} to ${percent(csat.satisfiedHigh)} · n = ${countText(csat.n)}</small>`;
}

function fewTag(isSmall: boolean): Html | undefined {
  return isSmall ? html`<span class="tag" title="Under 30 answers">few answers</span>` : undefined;
}

function rateFigure(group: Group | undefined): Html {
  const rate = group?.responseRate?.rr2 ?? group?.responseRate?.rr1;
  const sent = group?.funnel?.sent ?? 0;
  if (rate == null || sent === 0) return html`<div class="figure none">nothing sent yet</div>`;
  const answered = group?.funnel?.answered ?? 0;
  return html`<div class="figure">${Math.round(rate * 100)}%</div>
<small>${countText(answered)} of ${countText(sent)} sent</small>`;
}

/** The value as a dot on its interval, on its scale. */
function range(shown: { value: number; low: number; high: number; from: number; to: number }): Html {
  const x = (value: number) => (((value - shown.from) / (shown.to - shown.from)) * 100).toFixed(2);
  const middle =
    shown.from < 0 ? html`<line class="zero" x1="${x(0)}%" x2="${x(0)}%" y1="2" y2="12"/>` : undefined;
  return html`<svg class="range" aria-hidden="true"><line class="axis" x1="0" x2="100%" y1="7" y2="7"/>${middle}
<line class="span" x1="${x(shown.low)}%" x2="${x(shown.high)}%" y1="7" y2="7"/><circle class="at" cx="${x(shown.value)}%" cy="7" r="6"/></svg>`;
}
