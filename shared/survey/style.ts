import { DARK, fillsOf, LIGHT } from "./colour.ts";

const variables = (scheme: typeof LIGHT | typeof DARK, fill: string, ink: string): string =>
  `${Object.entries({ ...scheme, fill, ink })
    .map(([name, value]) => `--${name}:${value}`)
    .join(";")}`;

/** The page's whole style sheet, in the company's colour. Small enough to be sent with every page. */
export function styleOf(colour: string): string {
  const fills = fillsOf(colour);
  return `:root{color-scheme:light dark;${variables(LIGHT, fills.light, LIGHT.card)}}
@media(prefers-color-scheme:dark){:root{${variables(DARK, fills.dark, DARK.card)}}}
${RULES.replace(/\n\s*/g, "")}`;
}

const RULES = `
*{box-sizing:border-box}
body{margin:0;background:var(--card);color:var(--text);font:1rem/1.4 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
  overflow-wrap:break-word;border-block-start:.25rem solid var(--fill)}
main{max-width:40rem;margin:0 auto;padding:.75rem 1rem 1rem;background:var(--card)}
h1{margin:0;font-size:1.375rem;line-height:1.25;letter-spacing:-.01em}
h2{margin:0;font-size:1rem}
p{margin:.375rem 0 0}
a{color:var(--fill);text-underline-offset:.15em}
footer{max-width:40rem;margin:0 auto;padding:0 1rem 1rem;color:var(--quiet);font-size:.8125rem}
.brand{margin:0 0 .25rem;color:var(--fill);font-weight:700;font-size:.875rem}
.logo{display:block;height:2.5rem;max-width:100%;padding:.25rem;border-radius:.25rem;object-fit:contain;background:${LIGHT.card};color:${LIGHT.text}}
.quiet{color:var(--quiet);font-size:.875rem}
.note,.errors{margin:.75rem 0 0;padding:.625rem .75rem;border-inline-start:.25rem solid var(--fill);background:var(--paper);font-size:.9375rem}
.errors{border-color:var(--bad)}
ul{margin:.25rem 0 0;padding-inline-start:1.25rem}
.errors a{display:block;padding:.1875rem 0;color:var(--bad)}
.note a{display:inline-block;padding:.1875rem 0}
.error{margin:0 0 .5rem;color:var(--bad);font-weight:600;font-size:.9375rem}
fieldset,.text{margin:1rem 0 0;padding:0;border:0;min-width:0}
legend,.text label{display:block;width:100%;margin:0 0 .5rem;padding:0;font-weight:600;text-wrap:pretty}
small{color:var(--quiet);font-size:1em;font-weight:400}
.nps{display:grid;grid-template-columns:repeat(6,1fr);gap:.375rem}
.nps label{position:relative}
.nps input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.nps span{display:grid;place-items:center;min-height:2.75rem;border:1px solid var(--line);border-radius:.5rem;font-weight:600;font-variant-numeric:tabular-nums}
.ends{display:flex;justify-content:space-between;gap:1rem;margin:.375rem 0 0;color:var(--quiet);font-size:.8125rem;hyphens:auto;overflow-wrap:anywhere}
.ends span+span{text-align:end}
.hint{display:block;font-size:.875rem}
.list{border:1px solid var(--line);border-radius:.5rem;overflow:hidden}
.list label{display:flex;align-items:center;gap:.625rem;min-height:2.375rem;padding:.4375rem .75rem;cursor:pointer}
.list label+label{border-block-start:1px solid var(--line)}
.list input{appearance:none;flex:none;width:1.125rem;height:1.125rem;margin:0;border:.125rem solid var(--line);border-radius:50%;background:var(--card)}
.list [type=checkbox]{border-radius:.25rem}
.list span{min-width:0}
.nps input:hover+span,.list label:hover{background:var(--paper)}
.nps input:checked+span,.list label:has(:checked){background:var(--fill);border-color:var(--fill);color:var(--ink);forced-color-adjust:none}
.csat label:has(:checked){font-weight:600}
.list label:has(:checked)+label:has(:checked){border-color:var(--ink)}
.list :checked{border-color:var(--ink);background:var(--fill);box-shadow:inset 0 0 0 .1875rem var(--fill),inset 0 0 0 1rem var(--ink)}
.list [type=checkbox]:checked{background:var(--ink);box-shadow:none}
.list [type=checkbox]:checked::before{content:"";display:block;height:100%;background:var(--fill);clip-path:polygon(15% 47%,4% 60%,39% 93%,97% 24%,85% 12%,38% 67%)}
.nps input:focus-visible+span,.list label:has(:focus-visible),a:focus-visible,button:focus-visible,textarea:focus-visible,.text input:focus-visible
  {outline:.1875rem solid var(--text);outline-offset:.125rem}
.errors:focus{outline:.125rem solid var(--bad)}
.list label:has(:focus-visible){outline-offset:-.1875rem;border-radius:.5rem}
.list input:focus-visible{outline:0}
.list label:has(:checked:focus-visible){outline-color:var(--ink);outline-offset:-.375rem}
textarea,.text input{display:block;width:100%;min-height:2.75rem;padding:.5rem .75rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card);color:inherit;font:inherit}
textarea{min-height:3.75rem;resize:vertical;field-sizing:content;max-height:60vh}
button{display:block;width:100%;min-height:2.75rem;margin:1rem 0 0;padding:.5rem 1.5rem;border:1px solid transparent;border-radius:.5rem;background:var(--fill);color:var(--ink);
  font:inherit;font-weight:700;cursor:pointer}
button:hover{filter:brightness(1.08)}
dl{margin:1rem 0 0}
dt{margin:.75rem 0 0;color:var(--quiet);font-size:.875rem}
dd{margin:.125rem 0 0;font-weight:600;white-space:pre-line}
.off{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(min-width:36rem){
  body{padding:2rem 1rem 1rem;background:var(--paper)}
  main{padding:2rem;border-radius:.75rem;box-shadow:0 1px 3px rgb(0 0 0/.12)}
  footer{padding:1rem 2rem}
  h1{font-size:1.75rem}
  fieldset,.text{margin-block-start:1.75rem}
  legend,.text label{font-size:1.0625rem}
  .nps{grid-template-columns:repeat(11,1fr)}
  button{width:auto;min-width:12rem}
}
@media(min-width:44rem){
  .csat{display:grid;grid-template-columns:repeat(5,minmax(0,1fr))}
  .csat label{flex-direction:column;justify-content:flex-start;gap:.375rem;padding:.75rem .25rem;text-align:center;font-size:.875rem;line-height:1.25}
  .csat label+label{border-block-start:0;border-inline-start:1px solid var(--line)}
  .csat span{max-width:100%}
}
@media(forced-colors:active){.list input{appearance:auto}.list [type=checkbox]:checked::before{content:none}.nps input:checked+span,.list label:has(:checked){background:Highlight;color:HighlightText}}`;
