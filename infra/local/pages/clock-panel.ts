import { dayText } from "./format.ts";
import { type Html, html } from "./html.ts";

const HOUR_MS = 60 * 60 * 1000;
const MOVES = [
  { name: "+1 hour", ms: HOUR_MS },
  { name: "+1 day", ms: 24 * HOUR_MS },
  { name: "+7 days", ms: 7 * 24 * HOUR_MS },
] as const;

/** The laptop's time, with buttons that move it. */
export function clockPanel(now: Date): Html {
  const buttons = MOVES.map(({ name, ms }) => html`<button type="button" data-move="${ms}">${name}</button>`);
  return html`<div class="clock">
<div><span class="label">The laptop's clock</span><h1>${dayText(now)}</h1>
<p class="soft">${now.toISOString().slice(11, 16)} UTC. Moving it fires every schedule it passes.</p></div>
<div class="buttons">${buttons}</div>
<p class="status" role="status"></p></div>`;
}

/** Moves the clock from where it is when the button is pressed, then shows what came of it. */
export const MOVE_CLOCK = `
const status = document.querySelector(".status");
const buttons = document.querySelectorAll("[data-move]");
const setBusy = (isBusy) => { for (const button of buttons) button.disabled = isBusy; };
for (const button of buttons) button.addEventListener("click", async () => {
  setBusy(true);
  status.textContent = "Moving the clock; mails are sent and schedules fire on the way …";
  try {
    const { now } = await (await fetch("/_local/clock")).json();
    const to = new Date(Date.parse(now) + Number(button.dataset.move)).toISOString();
    const reply = await fetch("/_local/clock", { method: "POST", body: JSON.stringify({ now: to }) });
    if (!reply.ok) throw new Error((await reply.json()).detail);
    location.reload();
  } catch (error) {
    status.textContent = "The clock was not moved: " + error.message;
    setBusy(false);
  }
});
`;
