import { fileURLToPath } from 'node:url';
import { defineStudy } from 'restudy';
import { scaleBy } from './stages/scale-by.ts';
import { total } from './stages/total.ts';

const path = fileURLToPath(new URL('numbers.txt', import.meta.url));

export default defineStudy('edits', (step) => {
  const double = step('double', scaleBy(2), { params: { path } });
  const quintuple = step('quintuple', scaleBy(5), { params: { path } });
  step('total', total, { inputs: { results: { double: double.scaled, quintuple: quintuple.scaled } } });
});
