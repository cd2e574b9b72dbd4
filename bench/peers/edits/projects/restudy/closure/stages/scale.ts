import { readFileSync } from 'node:fs';
import { defineStage } from 'restudy';
import * as z from 'zod';
import { numbers } from '../artifacts.ts';
import { scaled } from '../helpers/scaling.ts';

function adding(offset: number) {
  return defineStage({
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
      return { scaled: (await scaled(values, factor)).map((result) => result + offset) };
    },
  });
}

export const scale = adding(0);
