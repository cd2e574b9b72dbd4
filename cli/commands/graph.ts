import { study } from '../../stages/study.js';
import type { CommonOptions } from '../options.js';
import { configuredSteps } from '../workspace.js';

interface GraphOptions extends CommonOptions {
  readonly format: 'mermaid' | 'dot';
}

/** `restudy graph`: the steps and how they are wired, as text that other tools draw. */
export async function graph(options: GraphOptions): Promise<number> {
  const steps = await configuredSteps(options);
  const edges = steps.flatMap(({ id, inputs }) =>
    Object.entries(inputs).map(([input, output]) => ({
      from: output.step,
      to: id,
      output: output.name,
      input,
    })),
  );
  if (options.json) {
    for (const { id, stage, checkedParams } of steps)
      print({ type: 'step', step: id, stage: stage.name, params: checkedParams });
    for (const edge of edges) print({ type: 'wire', ...edge });
    return 0;
  }
  const lines =
    options.format === 'dot'
      ? [
          `digraph "${study.name}" {`,
          '  rankdir=LR; node [shape=box];',
          ...steps.map(({ id, stage }) => `  "${id}" [label="${id}\\n${stage.name}"];`),
          ...edges.map(({ from, to, output }) => `  "${from}" -> "${to}" [label="${output}"];`),
          '}',
        ]
      : [
          'flowchart LR',
          ...steps.map(({ id, stage }) => `  ${id}["${id}<br><small>${stage.name}</small>"]`),
          ...edges.map(({ from, to, output }) => `  ${from} -->|${output}| ${to}`),
        ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

function print(object: object): void {
  process.stdout.write(`${JSON.stringify(object)}\n`);
}
