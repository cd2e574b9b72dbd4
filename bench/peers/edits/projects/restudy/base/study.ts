import { fileURLToPath } from 'node:url';
import { defineStudy } from 'restudy';
import { scale } from './stages/scale.ts';
import { total } from './stages/total.ts';

const path = fileURLToPath(new URL('numbers.txt', import.meta.url));

export default defineStudy('edits', (step) => {
  const { scaled } = step('scale', scale, { params: { path } });
  step('total', total, { inputs: { results: { scaled } } });
});
