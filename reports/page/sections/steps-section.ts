import type { ConfiguredStep } from '../../../pipeline/study/configure.js';
import { moment, short } from '../../words/record-words.js';
import { duration } from '../../words/words.js';
import type { Circumstances } from '../circumstances.js';
import { type Html, html, raw } from '../parts/html.js';
import { table } from '../parts/table.js';

/** The steps, how they are wired, and what became of them. */
export async function stepsSection(
  steps: readonly ConfiguredStep[],
  circumstances: Circumstances,
): Promise<Html> {
  const { run } = circumstances;
  return html`<section id="steps" aria-labelledby="steps-title">
<h2 id="steps-title">Steps</h2>
<p class="note">${
    run
      ? `Outcomes are those of run ${run.id}, ${moment(run.startedAt)} UTC.`
      : 'No run with these results is kept.'
  } Seconds are those of the execution that a result is from.</p>
<figure><div class="scroll" data-label="The steps and their wiring"><div class="dag">${raw(
    await drawing(steps, circumstances),
  )}</div></div>
<figcaption>Results flow along the arrows; those that others imply are left out<span class="key ran">ran</span><span class="key hit">hit</span></figcaption></figure>
${stepTable(steps, circumstances)}
</section>`;
}

/** What is known of a step, in a few words each: empty where it has no result. */
function words(id: string, circumstances: Circumstances) {
  const record = circumstances.recordOf(id);
  return {
    key: record ? short(record.key) : '',
    seconds: record ? duration(record.circumstances.seconds) : '',
    outcome: record?.blessed ? 'blessed' : (circumstances.outcomeOf(id) ?? ''),
  };
}

function stepTable(steps: readonly ConfiguredStep[], circumstances: Circumstances): Html {
  return table(
    'Each step with the key of its result',
    [
      { title: 'Step' },
      { title: 'Stage' },
      { title: 'Key' },
      { title: 'Seconds', align: 'right' },
      { title: 'Outcome' },
    ],
    steps.map(({ id, stage }) => {
      const { key, seconds, outcome } = words(id, circumstances);
      return { cells: [id, stage.name, html`<code>${key || '–'}</code>`, seconds || '–', outcome || '–'] };
    }),
  );
}

async function drawing(steps: readonly ConfiguredStep[], circumstances: Circumstances): Promise<string> {
  const { instance } = await import('@viz-js/viz');
  const svg = (await instance()).renderString(
    {
      graphAttributes: { rankdir: 'LR', ranksep: 0.45, nodesep: 0.16, bgcolor: 'transparent' },
      nodeAttributes: {
        shape: 'box',
        style: 'rounded',
        fontname: 'Helvetica',
        fontsize: 11,
        margin: '0.17,0.07',
      },
      edgeAttributes: { arrowsize: 0.6 },
      nodes: steps.map(({ id, stage }) => {
        const { key, seconds, outcome } = words(id, circumstances);
        const lines = [id, stage.name, key.slice(0, 8), [seconds, outcome].filter(Boolean).join(' · ')];
        // Graphviz makes line ends of \n and other things of other letters after a backslash.
        const label = lines
          .filter(Boolean)
          .map((line) => line.replaceAll('\\', '\\\\'))
          .join('\n');
        return { name: id, attributes: { label, class: outcome || 'open' } };
      }),
      edges: wires(steps),
    },
    { format: 'svg' },
  );
  return svg
    .slice(svg.indexOf('<svg'))
    .replace('<svg ', '<svg role="img" aria-label="The steps and their wiring, as in the table below" ');
}

/** Which steps need which others directly, where no longer way says so already. */
function wires(steps: readonly ConfiguredStep[]): { tail: string; head: string }[] {
  /** Step -> all that it needs, directly or not. Steps stand in an order they can run in. */
  const needs = new Map<string, Set<string>>();
  return steps.flatMap(({ id, inputs }) => {
    const direct = [...new Set(Object.values(inputs).map(({ step }) => step))];
    const before = new Set(direct.flatMap((step) => [...(needs.get(step) ?? [])]));
    needs.set(id, new Set([...direct, ...before]));
    return direct.filter((step) => !before.has(step)).map((step) => ({ tail: step, head: id }));
  });
}
