import { expect, test } from 'vitest';
import * as z from 'zod';
import { RestudyError } from '../../../pipeline/errors.js';
import { configure } from '../../../pipeline/study/configure.js';
import { defineStage } from '../../../pipeline/study/stage.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { set, smallStudy } from '../small-study.js';

const tuned = defineStage({
  name: 'tuned',
  module: 'test:tuned',
  params: z.strictObject({
    C: z
      .number()
      .positive({ error: ({ input }) => `C must be above 0; got ${input}.` })
      .default(1),
    grid: z.record(z.string(), z.array(z.number())).default({}),
  }),
  inputs: {},
  outputs: {},
  uses: {},
  run: async () => ({}),
});
const study = defineStudy('tuned', (step) => {
  step('model', tuned, { params: { grid: { C: [1, 2] } } });
});

function refusal(...settings: Parameters<typeof configure>[1]): RestudyError {
  try {
    configure(study, settings);
  } catch (error) {
    if (error instanceof RestudyError) return error;
  }
  throw new Error('It was not refused.');
}

test('defaults, the study and the user have the word in this order', () => {
  expect(configure(study, [])[0]?.checkedParams).toEqual({ C: 1, grid: { C: [1, 2] } });
  expect(configure(study, [set('model', 'C', 3)])[0]?.checkedParams).toEqual({ C: 3, grid: { C: [1, 2] } });
  const twice = configure(study, [set('model', 'C', 3), set('model', 'C', 4)]);
  expect(twice[0]?.checkedParams).toMatchObject({ C: 4 });
});

test('a part of a param can be set by its path', () => {
  const deep = { step: 'model', path: ['grid', 'C'], value: [5], origin: '--set model.grid.C=[5]' };
  expect(configure(study, [deep])[0]?.checkedParams).toEqual({ C: 1, grid: { C: [5] } });
});

test('a value that breaks its rule is named with the option that set it', () => {
  const error = refusal(set('model', 'C', -1));
  expect(error.message).toBe('--set model.C=-1: C must be above 0; got -1.');
  expect(error.exitCode).toBe(2);
});

test('an unknown step or param is refused with the nearest name', () => {
  expect(refusal(set('modle', 'C', 1)).message).toBe(
    '--set modle.C=1: there is no step "modle". Did you mean "model"?',
  );
  expect(refusal(set('model', 'gird', {})).message).toContain(
    'step "model" has no param "gird". Did you mean "grid"?',
  );
});

test('the study itself is checked: a wrong param of its own is a clear error as well', () => {
  expect(() => configure(smallStudy, [set('source', 'values', 'x')])).toThrow(
    /--set source.values="x": .*values/,
  );
});
