import { createHash } from 'node:crypto';
import { moment } from '../words/record-words.js';
import { Circumstances } from './circumstances.js';
import { type Html, html, raw } from './parts/html.js';
import { markScrollers } from './parts/scrollers.js';
import { style } from './parts/style.js';
import { showTips } from './parts/tips.js';
import { dataSection } from './sections/data-section.js';
import { gridsSection } from './sections/grid-section.js';
import { modelsSection } from './sections/model-section.js';
import { provenanceSection } from './sections/provenance-section.js';
import { stepsSection } from './sections/steps-section.js';
import { type NamedModel, summarySection } from './sections/summary-section.js';
import type { PageSource } from './source.js';

export type { PageSource } from './source.js';

/**
 * The report of a study as one HTML document that needs nothing else: what the report step found, and of its records
 * how long things took, where, and what became of them.
 */
export async function reportPage(source: PageSource): Promise<string> {
  const { content, report } = source;
  const circumstances = new Circumstances(source);
  const order = source.steps.map(({ id }) => id);
  const place = (name: string) => order.indexOf(circumstances.fitOf(name)?.id ?? '');
  const models = Object.entries(content.models).sort(([first], [second]) => place(first) - place(second));
  const grids = Object.entries(content.grids).sort(
    ([first], [second]) => order.indexOf(first) - order.indexOf(second),
  );
  const used = source.steps.flatMap(({ id }) => source.records.get(id) ?? []);
  const script = [showTips, markScrollers].map((run) => `(${String(run)})();`).join('\n');
  const made = source.records.get(report)?.circumstances.startedAt;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Restudy ${source.version}">
<title>Report of the study ${source.study}</title>
<link rel="icon" href="data:,">
<style>${raw(style)}</style>
</head>
<body>
<div class="frame">
<header>
<h1>Report of the study ${source.study}</h1>
<p class="note">Made by Restudy ${source.version}${made === undefined ? '' : `, ${moment(made)} UTC`}</p>
</header>
${contents(models, grids.length > 0)}
<main>
${summarySection(content, models, circumstances, source.seedAccuracies)}
${dataSection(content)}
${models.length > 0 ? modelsSection(models, content, circumstances) : ''}
${gridsSection(grids)}
${await stepsSection(source.steps, circumstances)}
${provenanceSection(source, used, circumstances)}
</main>
</div>
<script>${raw(script)}</script>
</body>
</html>
`;
  return String(await page);
}

function contents(models: readonly NamedModel[], hasGrids: boolean): Html {
  const link = (id: string, title: string) => html`<a href="#${id}">${title}</a>`;
  return html`<nav aria-labelledby="contents-title">
<h2 id="contents-title">Contents</h2>
<ul>
<li>${link('results', 'Results')}</li>
<li>${link('data', 'Data')}</li>
${
  models.length > 0
    ? html`<li>${link('models', 'Models')}<ul>${models.map(([name]) => html`<li>${link(`model-${name}`, name)}</li>`)}</ul></li>`
    : ''
}
${hasGrids ? html`<li>${link('searches', 'Searches')}</li>` : ''}
<li>${link('steps', 'Steps')}</li>
<li>${link('provenance', 'Provenance')}</li>
</ul>
</nav>`;
}

/** Nothing from anywhere but the page's own style sheet, script and pictures. */
function policy(styleSheet: string, script: string): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    'img-src data:',
    `style-src ${hash(styleSheet)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
