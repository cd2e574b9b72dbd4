import { defineStage, many } from 'restudy';
import * as z from 'zod';
import { numbers, sum } from '../artifacts.ts';

export const total = defineStage({
  name: 'total',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: { results: many(numbers) },
  outputs: { total: sum },
  uses: {},
  async run({ inputs: { results } }) {
    return {
      total: Object.values(results)
        .flat()
        .reduce((all, result) => all + result, 0),
    };
  },
});
