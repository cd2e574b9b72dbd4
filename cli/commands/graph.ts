import type { ConfiguredStep } from '../../pipeline/study/configure.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { Workspace } from '../workspace/workspace.js';

interface GraphOptions extends CommonOptions {
  readonly format: 'mermaid' | 'dot' | 'svg';
}

/** `restudy graph`: the steps and how they are wired, as text that other tools draw or as a picture. */
export async function graph(options: GraphOptions): Promise<number> {
  const workspace = new Workspace(options);
  const steps = await workspace.steps();
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
      writeLine({ type: 'step', step: id, stage: stage.name, params: checkedParams });
    for (const edge of edges) writeLine({ type: 'wire', ...edge });
    return 0;
  }
  const drawing =
    options.format === 'mermaid'
      ? mermaid(steps, edges)
      : await drawn(dot((await workspace.study()).name, steps, edges), options);
  writeText(drawing.replace(/\n$/, ''));
  return 0;
}

async function drawn(graphviz: string, { format }: GraphOptions): Promise<string> {
  if (format === 'dot') return graphviz;
  const { instance } = await import('@viz-js/viz');
  return (await instance()).renderString(graphviz, { format: 'svg' });
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly output: string;
}

function mermaid(steps: readonly ConfiguredStep[], edges: readonly Edge[]): string {
  const lines = [
    'flowchart LR',
    ...steps.map(({ id, stage }) => `  ${id}["${id}<br><small>${stage.name}</small>"]`),
    ...edges.map(({ from, to, output }) => `  ${from} -->|${output}| ${to}`),
  ];
  return `${lines.join('\n')}\n`;
}

function dot(study: string, steps: readonly ConfiguredStep[], edges: readonly Edge[]): string {
  const lines = [
    `digraph ${JSON.stringify(study)} {`,
    '  rankdir=LR; node [shape=box, style=rounded, fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=10];',
    ...steps.map(({ id, stage }) => `  "${id}" [label="${id}\\n${stage.name}"];`),
    ...edges.map(({ from, to, output }) => `  "${from}" -> "${to}" [label="${output}"];`),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}
