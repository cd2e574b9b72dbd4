import { readFileSync } from 'node:fs';
import { defineStage } from 'restudy';
import * as z from 'zod';
import { numbers } from '../artifacts.ts';
import { scaled } from '../helpers/scaling.ts';

export function scaleBy(factor: number) {
  return defineStage({
    name: 'scale-by',
    module: import.meta.url,
    params: z.strictObject({ path: z.string() }),
    keyParams: () => ({}),
    files: ({ path }) => ({ numbers: path }),
    inputs: {},
    outputs: { scaled: numbers },
    uses: {},
    async run({ params: { path } }) {
      const values = readFileSync(path, 'utf8').trim().split('\n').map(Number);
      return { scaled: await scaled(values, factor) };
    },
  });
}
