import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Coded } from '../../../pipeline/study/coded.js';
import { configure } from '../../../pipeline/study/configure.js';
import { artifactType, defineStage, use } from '../../../pipeline/study/stage.js';
import { defineStudy, type Output, type PlaceStep } from '../../../pipeline/study/study.js';
import { parity, source, total, words } from '../small-study.js';

const speak = defineStage({
  name: 'speak',
  module: 'test:speak',
  params: z.strictObject({}),
  inputs: {},
  outputs: { words },
  uses: {},
  run: async () => ({ words: 'hello' }),
});

const tell = defineStage({
  name: 'tell',
  module: 'test:tell',
  params: z.strictObject({}),
  inputs: {},
  outputs: { words },
  uses: { speaker: use<Coded>() },
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
      'a param the stage does not have',
      (step) => {
        // @ts-expect-error the param is called values
        step('source', source, { params: { value: [1] } });
        step('source', source, {});
      },
      /there are two steps "source"/,
    ],
    [
      'all outputs of a step where one is meant',
      (step) => {
        const first = step('source', source, {});
        // @ts-expect-error source is a step, not an output
        step('odd', parity, { inputs: { numbers: first } });
      },
      /input "numbers" of step "odd" takes an output of a step of this study; got all outputs of "source", of which it takes one: "numbers"/,
    ],
    [
      'one output where many are meant',
      (step) => {
        const first = step('source', source, {});
        // @ts-expect-error each part has a name
        step('sum', total, { inputs: { parts: first.numbers } });
      },
      /input "parts" of step "sum" takes many outputs, each under a name of its own; got source.numbers alone/,
    ],
    [
      'a value where an output is meant',
      (step) => {
        // @ts-expect-error numbers come from steps
        step('odd', parity, { inputs: { numbers: [1, 2] } });
      },
      /input "numbers" of step "odd" takes an output of a step of this study; got an object/,
    ],
    [
      'an output of another study',
      (step) => {
        const others: Output<readonly number[]>[] = [];
        defineStudy('other', (place) => others.push(place('elsewhere', source, {}).numbers));
        step('odd', parity, { inputs: { numbers: others[0]! } });
      },
      /input "numbers" of step "odd" takes an output of a step of this study; got elsewhere.numbers, which is none/,
    ],
    [
      'no inputs at all',
      (step) => {
        // @ts-expect-error parity needs its input
        step('odd', parity);
      },
      /input "numbers" of step "odd" is not wired/,
    ],
    [
      'a part of the wiring that there is not',
      (step) => {
        // @ts-expect-error it is called inputs
        step('source', source, { input: {} });
      },
      /step "source" has "input", where a step has "params", "inputs", "uses"/,
    ],
    [
      'code that is no stage',
      (step) => {
        // @ts-expect-error a classifier is handed to a stage
        step('trained', { name: 'svc', module: 'test:svc', params: z.strictObject({}) }, {});
      },
      /step "trained" needs a stage, but "svc" has no "inputs"/,
    ],
    [
      'no stage',
      (step) => {
        // @ts-expect-error such as an import that is not there
        step('trained', undefined, {});
      },
      /step "trained" needs a stage, but undefined has no "name"/,
    ],
    [
      'code that is missing',
      (step) => {
        // @ts-expect-error the speaker is missing
        step('told', tell, {});
      },
      /step "told" needs code for "speaker": an object with a name and its module's URL/,
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

test('a misspelt param of the study is refused with the one that was meant, from JavaScript too', () => {
  const wrong = defineStudy('wrong', (step) => {
    // @ts-expect-error the param is called values
    step('source', source, { params: { valeus: [1] } });
  });
  expect(() => configure(wrong, [])).toThrow(
    'Step "source" of the study: step "source" has no param "valeus". Did you mean "values"?',
  );
});

test('artifact types that carry different values are incompatible even where their values overlap', () => {
  const narrow = artifactType<{ readonly a: number; readonly b: number }>('pair');
  // @ts-expect-error a type is what it carries, not something wider
  const wide: typeof narrow = artifactType<{ readonly a: number }>('pair');
  expect(wide.name).toBe('pair');
});
