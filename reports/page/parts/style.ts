/** The page's style sheet. Blue and orange can be told apart by everybody; in print all is dark on white. */
export const style = `
:root {
  color-scheme: light;
  --page: #ffffff; --surface: #f5f6f8; --line: #dfe2e7; --ink: #1a1c20; --quiet: #575c66;
  --accent: #0b5a9d; --on-accent: #ffffff; --second: #c8500c; --marked: #eaf2fa;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --page: #14161a; --surface: #1c1f25; --line: #30343c; --ink: #e6e8ec; --quiet: #a3a9b4;
    --accent: #79b8f3; --on-accent: #0c1117; --second: #f0964f; --marked: #1b2a3a;
  }
  .digit { filter: invert(1); }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
.frame { max-width: 78rem; margin: 0 auto; padding: 2.5rem 1.5rem 5rem; }
header { margin-bottom: 1.5rem; }
main { min-width: 0; }
h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -0.02em; margin: 0 0 0.25rem; }
h2 { font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.015em; margin: 0 0 1rem; }
h3 { font-size: 1.15rem; line-height: 1.3; margin: 2rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 2rem 0 0.5rem; }
h5 { font-size: 0.9rem; margin: 1.5rem 0 0.5rem; }
p { margin: 0 0 1rem; max-width: 44rem; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
a:focus-visible, [tabindex]:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
section { margin: 0 0 4rem; }
article { margin: 0 0 3rem; }
article > h3 { margin-top: 0; }
article.model { padding-top: 2rem; border-top: 1px solid var(--line); }
.lead { font-size: 1.2rem; line-height: 1.5; }
.note { color: var(--quiet); font-size: 0.875rem; }
nav { font-size: 0.9rem; }
nav h2 { font-size: 0.9rem; letter-spacing: 0; margin: 0 0 0.5rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav ul ul { padding-left: 0.9rem; }
nav a { display: block; padding: 0.15rem 0; color: var(--quiet); text-decoration: none; }
nav a:hover { color: var(--accent); text-decoration: underline; }

table { border-collapse: collapse; font-size: 0.875rem; line-height: 1.4; margin: 0; }
caption { text-align: left; font-weight: 600; padding: 0 0 0.5rem; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: baseline; }
thead th { color: var(--quiet); font-weight: 500; border-bottom-color: var(--quiet); }
tbody th { font-weight: 500; }
th:first-child { padding-left: 0.25rem; text-align: left; }
.text { text-align: left; }
.number { text-align: right; }
tr.marked > * { background: var(--marked); }
.scroll { overflow-x: auto; margin: 0 0 1.5rem; max-width: 100%; }
code { font: 0.85em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
pre { background: var(--surface); border-radius: 6px; padding: 0.9rem 1rem; margin: 0 0 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
p code { overflow-wrap: anywhere; }
details { margin: 0.5rem 0 1rem; font-size: 0.875rem; }
summary { color: var(--quiet); cursor: pointer; width: fit-content; }
details[open] > summary { margin-bottom: 0.5rem; }
ul.plain { list-style: none; margin: 0 0 1rem; padding: 0; font-size: 0.875rem; overflow-wrap: anywhere; }

.facts { margin: 0 0 1.5rem; font-size: 0.9rem; }
.facts div { display: grid; grid-template-columns: 9rem 1fr; gap: 0.75rem; padding: 0.3rem 0; border-bottom: 1px solid var(--line); }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }

figure { margin: 0 0 1.5rem; max-width: 100%; }
figcaption { color: var(--quiet); font-size: 0.875rem; margin-top: 0.5rem; max-width: 44rem; }
.plot { display: block; max-width: 100%; height: auto; overflow: visible; font-size: 12px; }
.plot text { white-space: pre; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 2.5rem; align-items: start; margin-bottom: 1rem; }
.columns > * { min-width: 0; }
.key { margin-left: 1.25rem; white-space: nowrap; }
.key::before {
  content: ""; display: inline-block; width: 0.7rem; height: 0.7rem; margin-right: 0.4rem; border-radius: 2px;
  background: var(--accent); vertical-align: -0.05rem;
}
.key.test::before, .key.fold::before, .key.seed::before { background: var(--second); }
.key.seed::before { width: 0.15rem; border-radius: 0; }
.key.mean::before, .key.fold::before, .key.best::before { border-radius: 50%; }
.key.mean::before { width: 0.5rem; height: 0.5rem; vertical-align: 0.05rem; }
.key.fold::before { background: none; border: 1.5px solid var(--second); width: 0.5rem; height: 0.5rem; vertical-align: 0.05rem; }
.key.ran::before { background: var(--marked); border: 1.5px solid var(--accent); }
.key.hit::before { background: var(--surface); border: 1.5px solid var(--quiet); }

.digit { image-rendering: pixelated; width: 56px; height: 56px; }
.gallery { list-style: none; margin: 0 0 1.5rem; padding: 0; display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; }
.gallery li { display: flex; flex-direction: column; align-items: center; }
.gallery.wide { display: grid; grid-template-columns: repeat(auto-fill, minmax(6.25rem, 1fr)); gap: 1rem 0.5rem; }
.gallery.wide li { align-items: flex-start; }
.caption { font-size: 0.8rem; line-height: 1.4; margin-top: 0.25rem; color: var(--quiet); }
.caption strong { color: var(--ink); }
.importances { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-end; }
.importances .digit { width: 196px; height: 196px; border: 1px solid var(--line); }
.importances figcaption { flex: 1 1 14rem; max-width: 28rem; }
.supports { list-style: none; margin: 0 0 1.5rem; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 0.5rem 2.5rem; }
.supports li { display: flex; align-items: center; gap: 0.75rem; }
.supports .caption { width: 3rem; flex: none; margin: 0; }
.supports li > .digit { flex: none; }
.strongest { display: flex; flex-wrap: wrap; gap: 0.25rem; padding-left: 0.75rem; border-left: 1px solid var(--line); }
.strongest .digit { width: 42px; height: 42px; }

.confusion table { font-size: 0.75rem; }
.confusion :is(th, td) { padding: 0.2rem 0.25rem; }

.dag svg { display: block; width: 100%; min-width: 56rem; height: auto; }
.dag text { fill: var(--ink); font-family: Helvetica, Arial, "Liberation Sans", sans-serif; }
.dag .node path { stroke: var(--quiet); fill: var(--surface); }
.dag .node.ran path { stroke: var(--accent); fill: var(--marked); stroke-width: 1.5; }
.dag .node.open path { stroke-dasharray: 3 3; }
.dag .node.failed path { stroke: var(--second); stroke-width: 1.5; }
.dag .edge path { stroke: var(--quiet); }
.dag .edge polygon { stroke: var(--quiet); fill: var(--quiet); }

#tip {
  position: fixed; z-index: 1; max-width: min(20rem, calc(100vw - 1rem)); padding: 0.35rem 0.6rem; border-radius: 4px;
  background: var(--ink); color: var(--page); font-size: 0.8rem; line-height: 1.4; pointer-events: none;
}
.plot [data-tip]:hover { stroke: var(--ink); stroke-width: 1.5; }
footer { color: var(--quiet); font-size: 0.875rem; border-top: 1px solid var(--line); padding-top: 1rem; }

@media (min-width: 75rem) {
  .frame { display: grid; grid-template-columns: 11rem minmax(0, 1fr); column-gap: 3.5rem; }
  header, footer { grid-column: 2; }
  nav { grid-column: 1; grid-row: 2; position: sticky; top: 2rem; align-self: start; max-height: calc(100vh - 4rem); overflow-y: auto; }
  main { grid-column: 2; grid-row: 2; }
}
@media (max-width: 74.99rem) {
  nav { margin-bottom: 2.5rem; padding: 0.75rem 0; border: solid var(--line); border-width: 1px 0; }
  nav > ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
  nav ul ul { display: none; }
}
@media (max-width: 40rem) {
  .frame { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.6rem; }
  .lead { font-size: 1.1rem; }
  .facts div { grid-template-columns: 6.5rem 1fr; }
  .plot { font-size: 14px; }
  .confusion .plot [font-size="10"], .roomy { display: none; }
  table { font-size: 0.8rem; }
  th, td { padding: 0.3rem 0.35rem; white-space: normal; }
  td code { overflow-wrap: anywhere; }
  .scroll th:first-child { position: sticky; left: 0; background: var(--page); }
  .scroll tr.marked th:first-child { background: var(--marked); }
  table.stacked, .stacked caption, .stacked tbody, .stacked tr, .stacked th, .stacked td { display: block; }
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked tr { display: grid; grid-template-columns: 10fr 13fr; gap: 0 1rem; padding: 0.6rem 0.5rem; border-bottom: 1px solid var(--line); }
  .stacked tr.marked { background: var(--marked); }
  .stacked th, .stacked td { border: 0; padding: 0.1rem 0; font-size: 0.8rem; }
  .stacked tbody th { grid-column: 1 / -1; font-size: 0.95rem; }
  .stacked td { display: flex; justify-content: space-between; gap: 0.5rem; white-space: nowrap; }
  .stacked td:empty { display: none; }
  .stacked td::before { content: attr(data-title); color: var(--quiet); }
  .key { margin-left: 0.75rem; }
}
@media print {
  @page { margin: 14mm; }
  body { font-size: 10pt; }
  .frame { display: block; max-width: none; padding: 0; }
  nav, details, #tip { display: none; }
  a { color: inherit; text-decoration: none; }
  figure, tr, li, pre, .columns > * { break-inside: avoid; }
  h2, h3, h4, h5, caption { break-after: avoid; }
  section { margin-bottom: 2rem; }
  .scroll { overflow: visible; }
  .confusion table { font-size: 0.75rem; }
.confusion :is(th, td) { padding: 0.2rem 0.25rem; }

.dag svg { min-width: 0; width: 100%; }
  th, td { padding: 0.15rem 0.35rem; }
  table { font-size: 8pt; }
  td code { font-size: 6.5pt; }
  tr.marked > *, .plot, .dag, .key::before { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
