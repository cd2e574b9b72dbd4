import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import type { Store } from '../../../../cache/store.js';
import { memoryStore } from '../../../../cache/tables/memory-store.js';
import type { Classifier, FittedModel } from '../../../../estimators/classifier.js';
import type { Dataset } from '../../../../estimators/matrix.js';
import type { Setting } from '../../../../pipeline/study/configure.js';
import { defineStage } from '../../../../pipeline/study/stage.js';
import { defineStudy } from '../../../../pipeline/study/study.js';
import { Drawing } from '../../../../reports/live/draw/drawing.js';
import type { Stroke } from '../../../../reports/live/draw/strokes.js';
import type { Overrides } from '../../../../reports/live/wire.js';
import { dataset, model } from '../../../../stages/artifacts.js';
import { evaluate } from '../../../../stages/content/evaluate.js';
import { FakeFingerprints, runStudy, set } from '../../../pipeline/small-study.js';

// A study whose model tells lines that lie (0) from lines that stand (1).

interface LineModel extends FittedModel {
  readonly lying: number;
}

/** Images of `side` x `side` pixels: a line that lies in each row, then one that stands in each column. */
function lines(side: number): Dataset {
  const rows = 2 * side;
  const data = new Uint8Array(rows * side * side);
  for (let line = 0; line < side; line++) {
    for (let pixel = 0; pixel < side; pixel++) {
      data[(line * side + line) * side + pixel] = 255;
      data[((side + line) * side + pixel) * side + line] = 255;
    }
  }
  const labels = Uint8Array.from({ length: rows }, (_, row) => (row < side ? 0 : 1));
  return { images: { data, rows, columns: side * side }, labels };
}

let predicted = 0;
const lineClassifier: Classifier<unknown, LineModel> = {
  name: 'lines',
  module: 'test:lines',
  params: z.unknown(),
  fit: () => Promise.reject(new Error('not used')),
  async predict({ lying }, { data, rows, columns }) {
    predicted++;
    const side = Math.sqrt(columns);
    return Uint8Array.from({ length: rows }, (_, row) => {
      const image = data.subarray(row * columns, (row + 1) * columns);
      const inked = (pixels: (line: number) => boolean) =>
        Array.from({ length: side }, (_, line) => line).filter(pixels).length;
      const high = inked((line) => image.subarray(line * side, (line + 1) * side).some((grey) => grey > 0));
      const wide = inked((line) => image.some((grey, pixel) => grey > 0 && pixel % side === line));
      return wide > high ? lying : 1 - lying;
    });
  },
  predictProba: () => Promise.reject(new Error('It has none.')),
  hasProba: () => false,
};

const split = defineStage({
  name: 'split',
  module: 'test:split',
  params: z.strictObject({ side: z.number().default(28) }),
  inputs: {},
  outputs: { train: dataset, test: dataset },
  uses: {},
  run: async ({ params }) => ({ train: lines(params.side), test: lines(params.side) }),
});

const fit = defineStage({
  name: 'fit',
  module: 'test:fit',
  params: z.strictObject({ lying: z.number().default(0) }),
  inputs: { train: dataset },
  outputs: { model },
  uses: {},
  run: async ({ params }) => {
    const fitted: LineModel = { kind: 'lines', classes: Uint8Array.of(0, 1), lying: params.lying };
    return { model: fitted };
  },
});

const study = defineStudy('lines', (step) => {
  const { train, test } = step('split', split, {});
  const fitted = step('fit', fit, { inputs: { train } });
  step('evaluate-lines', evaluate, {
    inputs: { model: fitted.model, test },
    uses: { classifier: lineClassifier },
  });
});

const standing: Stroke[] = [
  [
    [140, 60, 7],
    [140, 220, 7],
  ],
];
const lying: Stroke[] = [
  [
    [60, 140, 7],
    [220, 140, 7],
  ],
];
const waiting = new AbortController().signal;

let store: Store;
let drawing: Drawing;
/** What the options of the program that serves the page set. */
let settings: readonly Setting[];

beforeEach(() => {
  store = memoryStore();
  settings = [];
  const fingerprints = new FakeFingerprints();
  const session = { study: study.name, store, fingerprints, resources: {} as never, threads: 1 };
  drawing = new Drawing({ study, settings: async () => settings, withSession: (body) => body(session) });
});
afterEach(() => drawing.close());

async function labelOf(strokes: readonly Stroke[], overrides: Overrides = {}) {
  return (await drawing.predict(strokes, overrides, waiting)).models[0]?.prediction?.label;
}

describe('a drawing', () => {
  test('is nothing to a model that is not fitted', async () => {
    const { models, nearest } = await drawing.predict(standing, {}, waiting);
    expect(models).toEqual([{ name: 'lines', step: 'fit', isFitted: false, prediction: null }]);
    expect(nearest).toEqual([]);
  });

  test('is what the model takes it for, and nearest to training images that are like it', async () => {
    await runStudy(study, store);
    const { models, nearest } = await drawing.predict(standing, {}, waiting);
    expect(models).toEqual([
      {
        name: 'lines',
        step: 'fit',
        isFitted: true,
        prediction: { label: 1, classes: [0, 1], probabilities: null },
      },
    ]);
    expect(nearest).toHaveLength(8);
    // It stands in the middle of the image.
    expect(nearest[0]).toMatchObject({ label: 1, index: 28 + 14 });
    expect(await labelOf(lying)).toBe(0);
  });

  test('is what the model of the study as it stands takes it for, whatever ran last', async () => {
    await runStudy(study, store);
    await runStudy(study, store, { set: [set('fit', 'lying', 1)] });
    expect(await labelOf(standing)).toBe(1);
    settings = [set('fit', 'lying', 1)];
    expect(await labelOf(standing)).toBe(0);
  });

  test('is what the model with the params that are set on the page takes it for', async () => {
    await runStudy(study, store);
    await runStudy(study, store, { set: [set('fit', 'lying', 1)] });
    await runStudy(study, store);
    expect(await labelOf(standing, { fit: { lying: 1 } })).toBe(0);
    // Half of a number was typed.
    expect(await labelOf(standing, { fit: { lying: 'no number' } })).toBe(1);
  });

  test('is what a model that was fitted before takes it for, while there is none as the study stands', async () => {
    await runStudy(study, store, { set: [set('fit', 'lying', 1)] });
    expect(await labelOf(standing)).toBe(0);
  });

  test('does not have anything read that was read before', async () => {
    await runStudy(study, store);
    const reads = vi.spyOn(store, 'readArtifact');
    await drawing.predict(standing, {}, waiting);
    expect(reads).toHaveBeenCalled();
    reads.mockClear();
    await drawing.predict(lying, {}, waiting);
    expect(reads).not.toHaveBeenCalled();
  });

  test('that is blank is shown to no model', async () => {
    await runStudy(study, store);
    predicted = 0;
    const { models, nearest } = await drawing.predict([], {}, waiting);
    expect(models).toEqual([{ name: 'lines', step: 'fit', isFitted: true, prediction: null }]);
    expect({ nearest, predicted }).toEqual({ nearest: [], predicted: 0 });
  });

  test('that nobody waits for any more is shown to no model, and the next one is', async () => {
    await runStudy(study, store);
    predicted = 0;
    const stale = new AbortController();
    const first = drawing.predict(standing, {}, waiting);
    const second = drawing.predict(lying, {}, stale.signal);
    const third = drawing.predict(lying, {}, waiting);
    stale.abort(new Error('A newer drawing is there.'));
    await expect(second).rejects.toThrow('A newer drawing is there.');
    expect((await first).models[0]?.prediction?.label).toBe(1);
    expect((await third).models[0]?.prediction?.label).toBe(0);
    expect(predicted).toBe(2);
  });

  test('cannot be shown to models of images of another size, and that is said', async () => {
    settings = [set('split', 'side', 9)];
    await runStudy(study, store, { set: settings });
    await expect(drawing.predict(standing, {}, waiting)).rejects.toThrow(
      "A drawing has 28 x 28 pixels, but the study's samples have 81 pixels",
    );
  });
});
