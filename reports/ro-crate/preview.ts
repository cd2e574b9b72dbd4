import type { RunRecord } from '../../cache/record.js';
import { duration, percent, scoreText, thousands } from '../words/words.js';
import type { CrateFile } from './data-entities.js';
import type { Figures } from './figures.js';
import type { ExecutedStep } from './run-content.js';

export const PREVIEW_FILE = 'ro-crate-preview.html';

/**
 * The page that people see who open a crate: what it is, how the models did, what each step was, and the files.
 * RO-Crate asks that it also holds the metadata:
 * https://www.researchobject.org/ro-crate/specification/1.1/structure.html#ro-crate-website-ro-crate-previewhtml-and-ro-crate-preview_files
 *
 * @param metadata the text of the crate's metadata file.
 */
export function previewPage(
  run: RunRecord,
  steps: readonly ExecutedStep[],
  { scores, grids }: Figures,
  files: readonly CrateFile[],
  metadata: string,
): string {
  const title = `Run ${run.id} of the study "${run.study}"`;
  const models = Object.entries(scores).map(([step, { accuracy, correct, total }]) => [
    step,
    percent(accuracy),
    `${thousands(correct)} of ${thousands(total)}`,
  ]);
  const searches = Object.entries(grids).map(([step, { bestParams, bestScore, scoring }]) => [
    step,
    scoreText(bestScore, scoring),
    JSON.stringify(bestParams),
  ]);
  const executed = steps.map(({ id, record }) => [
    id,
    record.stage,
    JSON.stringify(record.parts.params),
    duration(record.circumstances.seconds),
    record.circumstances.startedAt,
    record.blessed ? 'blessed' : '',
  ]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.2rem 1rem 0.2rem 0; border-bottom: 1px solid #ddd; }
td { white-space: nowrap; }
td:nth-child(3) { white-space: normal; overflow-wrap: anywhere; }
</style>
<script type="application/ld+json">
${metadata.replaceAll('<', '\\u003c')}
</script>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>Made by Restudy from ${escapeHtml(run.startedAt)} to ${escapeHtml(run.endedAt ?? '')}: data, params, code, results, and how
each came from the others. All of it is told by <a href="ro-crate-metadata.json">ro-crate-metadata.json</a>. Licence:
<a href="https://spdx.org/licenses/MIT">MIT</a>; the data have their own.</p>
${section('Models', ['step', 'accuracy', 'correct'], models)}
${section('Searches', ['step', 'best score', 'best params'], searches)}
${section('Steps', ['step', 'stage', 'params', 'took', 'started', ''], executed)}
<h2>Files</h2>
<ul>
${files.map(({ path }) => `<li><a href="${escapeHtml(path)}">${escapeHtml(path)}</a></li>`).join('\n')}
</ul>
</body>
</html>
`;
}

function section(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (tag: string, cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return [
    `<h2>${title}</h2>`,
    '<table>',
    line('th', columns),
    ...rows.map((row) => line('td', row)),
    '</table>',
  ].join('\n');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
