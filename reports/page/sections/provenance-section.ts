import type { StepRecord } from '../../../cache/record.js';
import type { ConfiguredStep } from '../../../pipeline/study/configure.js';
import { dataSources } from '../../figures/data-sources.js';
import { Places, packageLines } from '../../text/lineage/places.js';
import { codeName, moment } from '../../words/record-words.js';
import type { Circumstances } from '../circumstances.js';
import { type Html, html } from '../parts/html.js';
import { table } from '../parts/table.js';
import type { PageSource } from '../source.js';
import { runCommand, shellWords } from './reproduce.js';

/** Where the results came from: data, code, packages, machine, and the command that gives them again. */
export function provenanceSection(
  { steps, store, version }: PageSource,
  used: readonly StepRecord[],
  circumstances: Circumstances,
): Html {
  const sources = dataSources(used, (hash) => store.readArtifact(hash));
  return html`<section id="provenance" aria-labelledby="provenance-title">
<h2 id="provenance-title">Provenance</h2>
<h3>How to have it again</h3>
${reproduction(steps, used, version, circumstances)}
<h3>Data</h3>
${sources.map(
  ({ step, description, outputs, files }) => html`<p>${
    description
      ? `${description.name}: ${description.source}. Licence: ${description.licence}.`
      : `What ${step} read.`
  }</p>
${table(
  `SHA-256 of what ${step} read and gave`,
  [{ title: 'What' }, { title: 'SHA-256' }],
  [...Object.entries(files).map(([name, hash]) => [`file ${name}`, hash]), ...Object.entries(outputs)].map(
    ([name, hash]) => ({ cells: [name, html`<code>${hash}</code>`] }),
  ),
)}`,
)}
<h3>Code</h3>
<p class="note">Of the stages, and of the classifiers that they were handed.</p>
${codeTable(used)}
<h3>Packages</h3>
<ul class="plain">${packageLines(used).map((line) => html`<li>${line}</li>`)}</ul>
<h3>Machine</h3>
<ul class="plain">${new Places(used).lines().map((line) => html`<li>${line}</li>`)}</ul>
</section>`;
}

function reproduction(
  steps: readonly ConfiguredStep[],
  used: readonly StepRecord[],
  version: string,
  { run }: Circumstances,
): Html {
  const commits = [...new Set(used.flatMap(({ circumstances: { git } }) => git?.commit ?? []))];
  const checkout = commits.length === 1 ? [`git checkout ${commits[0]}`] : [];
  const isDirty = used.some(({ circumstances: { git } }) => git?.dirty);
  const lines = [...checkout, 'npm ci', runCommand(steps)];
  return html`<pre><code>${lines.join('\n')}</code></pre>
<p class="note">With Restudy ${version}. Equal code, params and data give equal bytes on any machine, with any number of threads; <code>npx restudy audit</code> executes
each step again and compares.
${isDirty ? 'Some results were made with uncommitted changes: the commit alone may not give them again.' : ''}
${
  run
    ? html`The run was <code>${shellWords(['restudy', ...run.command])}</code>, ${moment(run.startedAt)} UTC, run ${run.id}.`
    : ''
}</p>`;
}

/** The code of each stage and classifier, by name. */
function codeTable(used: readonly StepRecord[]): Html {
  const hashes = new Map<string, string>();
  for (const { parts } of used) {
    for (const [place, code] of Object.entries(parts.code))
      hashes.set(`${codeName(place, code)} ${code.hash}`, code.hash);
  }
  return table(
    'Fingerprint of each piece of code',
    [{ title: 'Code' }, { title: 'SHA-256' }],
    [...hashes]
      .sort()
      .map(([name, hash]) => ({ cells: [name.slice(0, -hash.length - 1), html`<code>${hash}</code>`] })),
  );
}
