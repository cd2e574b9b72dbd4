import { readFileSync } from 'node:fs';
import { defineStage } from 'restudy';
import * as z from 'zod';
import { scaled } from '../helpers/scaling.ts';
import { numbers } from '../artifacts.ts';

const OFFSET = 0;

function checked(values: readonly number[]): readonly number[] {
  if (values.length === 0) throw new RangeError('There are no numbers.');
  return values;
}

function shifted(result: number): number {
  return result + OFFSET;
}

export const scale = defineStage({
  name: 'scale',
  module: import.meta.url,
  params: z.strictObject({ path: z.string(), factor: z.int() }),
  keyParams: ({ factor }) => ({ factor }),
  files: ({ path }) => ({ numbers: path }),
  inputs: {},
  outputs: { scaled: numbers },
  uses: {},
  async run({ params: { path, factor } }) {
    const values = readFileSync(path, 'utf8').trim().split('\n').map(Number);
    const results = (await scaled(checked(values), factor)).map((result) => shifted(result));
    return { scaled: results };
  },
});
