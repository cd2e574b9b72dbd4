import { expect, test } from 'vitest';
import { layOut } from '../../../../reports/live/content/graph-layout.js';
import { study } from '../../../../stages/study.js';
import { smallStudy } from '../../../pipeline/small-study.js';

test('steps stand apart, each to the right of those before it, within the picture', async () => {
  const layout = await layOut(study);
  const { nodes, nodeWidth, nodeHeight } = layout;
  expect(nodes.map(({ step }) => step)).toEqual(study.steps.map(({ id }) => id));
  for (const [index, { step, x, y }] of nodes.entries()) {
    expect(x >= 0 && y >= 0 && x + nodeWidth <= layout.width + 1 && y + nodeHeight <= layout.height + 1).toBe(
      true,
    );
    for (const other of nodes.slice(index + 1)) {
      const overlap = Math.abs(other.x - x) < nodeWidth && Math.abs(other.y - y) < nodeHeight;
      expect(overlap, `${step} and ${other.step}`).toBe(false);
    }
    for (const { step: before } of Object.values(study.steps.find(({ id }) => id === step)!.inputs)) {
      expect(nodes.find((node) => node.step === before)!.x + nodeWidth).toBeLessThan(x);
    }
  }
});

test('an edge is left out where a longer way leads to the same step', async () => {
  const { edges } = await layOut(smallStudy);
  // source -> total is left out: source -> parity -> total.
  expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['source parity', 'parity total']);
  for (const { path } of edges) expect(path).toMatch(/^M[\d.]+ [\d.]+[CH]/);
});

test('a study of one step has a picture', async () => {
  const { nodes, edges } = await layOut({ steps: smallStudy.steps.slice(0, 1) });
  expect(nodes).toHaveLength(1);
  expect(edges).toEqual([]);
});
