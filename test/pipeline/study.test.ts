import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { artifactType, defineStage } from '../../pipeline/stage.js';
import { defineStudy, type PlaceStep } from '../../pipeline/study.js';
import { parity, source, total, words } from './small-study.js';

const speak = defineStage({
  name: 'speak',
  module: 'test:speak',
  params: z.strictObject({}),
  inputs: {},
  outputs: { words },
  uses: {},
  run: async () => ({ words: 'hello' }),
});

describe('wiring that is wrong does not compile, and is refused from JavaScript too', () => {
  const refusals: readonly [string, (step: PlaceStep) => void, RegExp][] = [
    [
      'an output of another type',
      (step) => {
        const spoken = step('spoken', speak, {});
        // @ts-expect-error words are no numbers
        step('odd', parity, { inputs: { numbers: spoken.words } });
      },
      /input "numbers" of step "odd" takes a numbers, but spoken.words is a words/,
    ],
    [
      'a missing input',
      (step) => {
        // @ts-expect-error parity needs its input
        step('odd', parity, { inputs: {} });
      },
      /input "numbers" of step "odd" is not wired; it takes a numbers/,
    ],
    [
      'an input that the stage does not have',
      (step) => {
        const first = step('source', source, {});
        // @ts-expect-error there is no input "values"
        step('odd', parity, { inputs: { numbers: first.numbers, values: first.numbers } });
      },
      /step "odd" has no input "values"; it has "numbers"/,
    ],
    [
      'a member of another type among many',
      (step) => {
        const spoken = step('spoken', speak, {});
        // @ts-expect-error words are no numbers
        step('sum', total, { inputs: { parts: { spoken: spoken.words } } });
      },
      /input "parts.spoken" of step "sum" takes a numbers, but spoken.words is a words/,
    ],
    [
      'an output the step before does not have',
      (step) => {
        const first = step('source', source, {});
        // @ts-expect-error source gives numbers only
        step('odd', parity, { inputs: { numbers: first.letters } });
      },
      /input "numbers" of step "odd" is not wired/,
    ],
    [
      'a param of the wrong type',
      (step) => {
        // @ts-expect-error values is a list of numbers
        step('source', source, { params: { values: 'many' } });
        step('source', source, {});
      },
      /there are two steps "source"/,
    ],
    [
      'an id that is no id',
      (step) => {
        step('Source 1', source, {});
      },
      /"Source 1" is no step id/,
    ],
  ];

  test.each(refusals)('%s', (_, recipe, message) => {
    expect(() => defineStudy('wrong', recipe)).toThrow(message);
  });
});

test('artifact types that carry different values are incompatible even where their values overlap', () => {
  const narrow = artifactType<{ readonly a: number; readonly b: number }>('pair');
  // @ts-expect-error a type is what it carries, not something wider
  const wide: typeof narrow = artifactType<{ readonly a: number }>('pair');
  expect(wide.name).toBe('pair');
});
