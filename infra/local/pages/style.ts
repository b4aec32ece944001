import { Html } from "./html.ts";

/** One sheet for all local pages: system fonts, light and dark, from 320 px up. */
export const STYLE = new Html(`
:root {
  color-scheme: light dark;
  --paper: #f7f6f3; --card: #fff; --ink: #1c1b19; --soft: #67635b; --line: #e4e1da; --wash: #efede8;
  --accent: #1f5fbf; --good: #1b7a4b; --bad: #b3382c; --warn: #8a5a00; --bar: #c9d8ef;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131416; --card: #1b1d20; --ink: #eceae6; --soft: #a09c94; --line: #2d3035; --wash: #24272b;
    --accent: #8fb7f5; --good: #74cf9f; --bad: #f0968b; --warn: #e2b765; --bar: #2f4770;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; font-variant-numeric: tabular-nums; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .18em; }
a:focus-visible, button:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.frame { max-width: 1120px; margin: 0 auto; padding-inline: clamp(16px, 4vw, 32px); }
header { border-bottom: 1px solid var(--line); background: var(--card); }
header .frame { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline; padding-block: 14px; }
header b { font-weight: 650; letter-spacing: -.01em; margin-right: auto; }
header nav { display: flex; gap: 20px; }
header nav a { color: var(--soft); text-decoration: none; }
header nav a[aria-current] { color: var(--ink); font-weight: 600; }
main { padding-block: 32px 72px; }
h1 { font-size: clamp(24px, 5vw, 32px); line-height: 1.2; letter-spacing: -.02em; margin: 0; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: 17px; letter-spacing: -.01em; margin: 0; font-weight: 650; }
h3 { font-size: 15px; margin: 0; font-weight: 600; }
section { margin-top: 40px; min-width: 0; }
.head { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; justify-content: space-between; margin-bottom: 14px; }
.soft, small { color: var(--soft); } small { font-size: 13px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; min-width: 0; }
.clock { display: flex; flex-wrap: wrap; gap: 16px 32px; align-items: end; justify-content: space-between; }
.clock p { margin: 4px 0 0; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; }
button { font: inherit; font-size: 14px; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; min-height: 40px; padding: 0 14px; cursor: pointer; }
button:hover { border-color: var(--soft); } button:disabled { opacity: .5; cursor: default; }
.status { flex-basis: 100%; min-height: 1.5em; margin: 0; font-size: 14px; color: var(--soft); }
.status:empty { display: none; }
.choice { display: flex; gap: 14px; font-size: 14px; }
.choice a { color: var(--soft); text-decoration: none; } .choice a[aria-current] { color: var(--ink); font-weight: 600; }
.program { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1.3fr) minmax(0, 1.3fr) minmax(0, 1fr); gap: 12px 28px; padding: 18px 20px; align-items: start; }
.program + .program { border-top: 1px solid var(--line); }
.label { font-size: 13px; color: var(--soft); display: block; }
.figure { font-size: 26px; line-height: 1.25; letter-spacing: -.02em; font-weight: 600; }
.figure small { font-weight: 400; letter-spacing: 0; margin-left: 4px; }
.wide { grid-column: 2 / -1; } .fault-text { color: var(--bad); overflow-wrap: anywhere; }
.none { color: var(--soft); font-size: 15px; line-height: 32px; font-weight: 400; letter-spacing: 0; }
svg.range { display: block; width: 100%; height: 14px; margin: 2px 0; overflow: visible; }
.range .axis { stroke: var(--line); stroke-width: 2; } .range .zero { stroke: var(--soft); }
.range .span { stroke: var(--bar); stroke-width: 6; stroke-linecap: round; } .range .at { fill: var(--accent); stroke: var(--card); stroke-width: 2; }
.tag { display: inline-block; font-size: 12px; line-height: 18px; padding: 1px 8px; border-radius: 9px; background: var(--wash); color: var(--soft); white-space: nowrap; font-weight: 500; letter-spacing: 0; }
.tag.good { color: var(--good); } .tag.bad { color: var(--bad); } .tag.warn { color: var(--warn); }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 0 32px; }
.funnel { padding: 16px 20px; display: grid; gap: 10px; }
.funnel .step { display: grid; grid-template-columns: 84px minmax(0, 1fr) 60px 48px; gap: 12px; align-items: center; }
.funnel .step > :nth-child(n + 3) { text-align: right; }
svg.bar { display: block; width: 100%; height: 10px; fill: var(--wash); } .bar .done { fill: var(--accent); }
ul.rows { list-style: none; margin: 0; padding: 0; }
.rows > li { padding: 12px 20px; } .rows > li + li { border-top: 1px solid var(--line); }
.rows .line { display: flex; gap: 4px 12px; justify-content: space-between; align-items: baseline; }
.rows .line > small { flex: none; }
.rows .line > :first-child { min-width: 0; overflow-wrap: anywhere; font-weight: 550; }
.rows .line > :first-child a { color: inherit; text-decoration: none; } .rows .line > :first-child a:hover { text-decoration: underline; }
.rows p { display: flex; flex-wrap: wrap; gap: 0 16px; justify-content: space-between; margin: 2px 0 0; font-size: 14px; color: var(--soft); overflow-wrap: anywhere; }
.empty, .fault { padding: 18px 20px; color: var(--soft); margin: 0; overflow-wrap: anywhere; }
.fault { color: var(--bad); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 20px; margin: 20px 0 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
iframe { display: block; width: 100%; height: 620px; border: 0; border-radius: 10px; background: #fff; }
.back { margin: 0 0 8px; }
pre { margin: 0; padding: 18px 20px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13.5px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.pager { display: flex; justify-content: space-between; margin-top: 16px; }
@media (max-width: 860px) { .program { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } .program > :first-child, .program > :last-child, .wide { grid-column: 1 / -1; } }
@media (max-width: 480px) { .rows .line { flex-wrap: wrap; } .program { grid-template-columns: minmax(0, 1fr); padding: 16px; } .rows > li, .funnel, .empty, .fault, pre { padding-inline: 16px; } .funnel .step { grid-template-columns: 72px minmax(0, 1fr) 44px 40px; gap: 8px; } .buttons { width: 100%; } .buttons button { flex: 1; padding: 0 6px; white-space: nowrap; } dl { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: 8px; } }
`);
