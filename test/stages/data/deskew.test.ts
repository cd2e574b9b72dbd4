import { afterAll, beforeAll, expect, test } from 'vitest';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { pixelsOf } from '../../../estimators/check-data.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Dataset } from '../../../estimators/matrix.js';
import { kNeighbors } from '../../../estimators/neighbors/k-neighbors.js';
import { deskew as deskewImages } from '../../../estimators/preprocessing/deskew.js';
import { Artifacts } from '../../../pipeline/run/artifacts.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { evaluate } from '../../../stages/content/evaluate.js';
import { deskew } from '../../../stages/data/deskew.js';
import { split } from '../../../stages/data/split.js';
import type { Scores } from '../../../stages/facts.js';
import { trainKNeighbors } from '../../../stages/train/train-k-neighbors.js';
import { studyDigits } from '../../estimators/forest/datasets.js';
import { type Ran, runStudy, set } from '../../pipeline/small-study.js';
import { someDigits } from '../some-digits.js';

const compute = openCompute(2);
afterAll(() => compute.close());

/** The same model of digits as they are and of upright ones: deskewing goes between the data and the split. */
const study = defineStudy('upright', (step) => {
  const digits = step('digits', someDigits, { params: { part: 'train', count: 2_000 } });
  const upright = step('upright', deskew, { inputs: { dataset: digits.dataset } });
  for (const [name, { dataset }] of Object.entries({ plain: digits, deskewed: upright })) {
    const { train, test } = step(`split-${name}`, split, { inputs: { dataset } });
    const { model } = step(name, trainKNeighbors, { params: { nNeighbors: 3 }, inputs: { train } });
    step(`evaluate-${name}`, evaluate, { inputs: { model, test }, uses: { classifier: kNeighbors } });
  }
});

const store = memoryStore();
let first: Ran;
beforeAll(async () => {
  first = await runStudy(study, store, { resources: { compute } });
});

function output<Value>(step: string, name: string): Value {
  const state = first.states.get(step);
  if (!state || !('record' in state)) throw new Error(`The step has no result: ${state?.state}`);
  return new Artifacts(store).load(state.record.outputs[name]!) as Value;
}

test('images are upright after it, and labels are those they were', () => {
  const { images, labels } = studyDigits('train', 2_000);
  const upright = output<Dataset>('upright', 'dataset');
  expect(Buffer.compare(pixelsOf(upright.images).data, deskewImages(images, 28).data)).toBe(0);
  expect({ ...upright.images, data: null }).toEqual({ ...images, data: null });
  expect(upright.labels).toEqual(labels);
});

test('a classifier learns more from upright digits', () => {
  const [plain, deskewed] = ['plain', 'deskewed'].map((name) => output<Scores>(`evaluate-${name}`, 'scores'));
  expect(deskewed!.correct).toBeGreaterThan(plain!.correct + 4);
});

test('another width deskews anew and leaves the digits as they are alone', async () => {
  const { outcomes } = await runStudy(study, store, {
    resources: { compute },
    set: [set('upright', 'width', 14)],
  });
  const ran = Object.keys(outcomes).filter((step) => outcomes[step] !== 'hit');
  expect(ran).toEqual(['upright', 'split-deskewed', 'deskewed', 'evaluate-deskewed']);
});

test.each([
  ['width', 27, 'Images of 784 pixels do not consist of lines of width 27. Give a width that divides'],
  ['width', 5_000, 'Images of 784 pixels do not consist of lines of width 5000.'],
] as const)('%s %d fails the step', async (param, value, message) => {
  const { states } = await runStudy(study, store, {
    resources: { compute },
    set: [set('upright', param, value)],
  });
  const state = states.get('upright');
  expect(state?.state === 'failed' && String(state.error)).toContain(message);
});

test('images that are not square need a width', async () => {
  const images = { data: new Uint8Array(24), rows: 2, columns: 12 };
  const inputs = { dataset: { images, labels: Uint8Array.of(1, 2) } };
  const run = (width: number | null) => deskew.run({ params: { width }, inputs } as never);
  await expect(run(null)).rejects.toThrow('Images of 12 pixels are not square. Set width');
  expect((await run(4)).dataset.images.columns).toBe(12);
});

test.each([0, 1.5, '28'])('a width of %j is refused before anything runs', (width) => {
  expect(() => runStudy(study, store, { set: [set('upright', 'width', width)] })).toThrow(
    /width must be the number of pixels in a line, or null/,
  );
});
