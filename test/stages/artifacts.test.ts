import { expect, test } from 'vitest';
import { sourceFingerprints } from '../../pipeline/fingerprint-sources.js';
import { split } from '../../stages/split.js';

test("a stage's code has the types of its own artifacts and of no others: one more reruns nothing", async () => {
  const sources = await sourceFingerprints(Number.POSITIVE_INFINITY).sources([split]);
  const text = JSON.stringify(sources['split']);
  expect(text).toContain('split indices');
  expect(text).not.toContain('report content');
});
