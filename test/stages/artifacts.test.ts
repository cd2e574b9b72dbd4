import { expect, test } from 'vitest';
import { sourceFingerprints } from '../../pipeline/code/from-sources.js';
import { split } from '../../stages/data/split.js';

test("a stage's code has the types of its own artifacts and of no others: one more reruns nothing", async () => {
  const sources = await sourceFingerprints({ loadedAtMs: Number.POSITIVE_INFINITY }).sources({
    id: 'split',
    stage: split,
    uses: {},
  });
  const text = JSON.stringify(sources['stage']);
  expect(text).toContain('split indices');
  expect(text).not.toContain('report content');
});
