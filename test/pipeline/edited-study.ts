import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// A small study in files of its own, as somebody who uses the library would write it, for tests that edit it.

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The smallest WebAssembly module there is, and the same with an empty section. */
export const KERNEL = 'AGFzbQEAAAA=';
export const OTHER_KERNEL = 'AGFzbQEAAAAAAA==';

export const FILES = {
  'package.json': '{ "name": "study", "type": "module" }',
  'tsconfig.json':
    '{ "compilerOptions": { "module": "NodeNext", "target": "ES2022", "isolatedModules": true } }',
  'data.txt': '1 2 3',
  'types.ts': `import { artifactType } from 'restudy';
export const numbers = artifactType<readonly number[]>('numbers');
`,
  // read: the only step that reads a file
  'read.ts': `import { readFileSync } from 'node:fs';
import { defineStage } from 'restudy';
import * as z from 'zod';
import { numbers } from './types.js';

export const read = defineStage({
  name: 'read',
  module: import.meta.url,
  params: z.strictObject({ file: z.string() }),
  keyParams: () => ({}),
  inputs: {},
  outputs: { numbers },
  uses: {},
  files: ({ file }) => ({ data: file }),
  async run({ params }) {
    return { numbers: readFileSync(params.file, 'utf8').split(' ').map(Number) };
  },
});
`,
  // scale: reaches a kernel, a package, and helpers three imports away
  'scale.ts': `import { defineStage } from 'restudy';
import { precision } from 'scales';
import * as z from 'zod';
import { scaleKernel } from './kernel.js';
import { scaleAll } from './scale-all.js';
import { numbers } from './types.js';

export const scale = defineStage({
  name: 'scale',
  module: import.meta.url,
  params: z.strictObject({ factor: z.number() }),
  inputs: { numbers },
  outputs: { numbers },
  uses: {},
  async run({ params, inputs }) {
    if (scaleKernel.base64.length < precision) throw new Error('no kernel');
    return { numbers: scaleAll(inputs.numbers, params.factor) };
  },
});
`,
  'scale-all.ts': `import { scaleOne } from './scale-one.js';
export function scaleAll(values: readonly number[], factor: number): number[] {
  return values.map((value) => scaleOne(value, factor));
}
`,
  'scale-one.ts': `import { rounded } from './rounded.js';
export function scaleOne(value: number, factor: number): number {
  const scaled = value * factor;
  return rounded(scaled);
}
`,
  'rounded.ts': `const DIGITS = 3;
export const UNUSED = 1;
/** Rounds. */
export function rounded(value: number): number {
  return Number(value.toFixed(DIGITS));
}
`,
  'kernel.js': `export const scaleKernel = { name: 'scale', base64: '${KERNEL}' };\n`,
  'sum.ts': `import { defineStage } from 'restudy';
import * as z from 'zod';
import { numbers } from './types.js';

export const sum = defineStage({
  name: 'sum',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: { numbers },
  outputs: { numbers },
  uses: {},
  async run({ inputs }) {
    let total = 0;
    for (const value of inputs.numbers) total += value;
    return { numbers: [total] };
  },
});
`,
  // read -> scaled -> total -> twice, and read -> count
  'study.ts': `import { fileURLToPath } from 'node:url';
import { defineStudy } from 'restudy';
import { read } from './read.js';
import { scale } from './scale.js';
import { sum } from './sum.js';

export const study = defineStudy('edited', (step) => {
  const data = step('data', read, { params: { file: fileURLToPath(new URL('data.txt', import.meta.url)) } });
  const scaled = step('scaled', scale, { params: { factor: 2 }, inputs: data });
  const total = step('total', sum, { inputs: scaled });
  step('twice', scale, { params: { factor: 2 }, inputs: total });
  step('plain', sum, { inputs: data });
});
`,
  'node_modules/scales/package.json':
    '{ "name": "scales", "version": "1.0.0", "type": "module", "main": "i.js" }',
  'node_modules/scales/i.js': 'export const precision = 1;\n',
} as const;

export type Files = Partial<Record<keyof typeof FILES | 'extra.ts', string>>;

/** Writes the study, edited, into a new folder; returns the folder. */
export function writeStudy(folder: string, changes: Files = {}): string {
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const modules = path.join(folder, 'node_modules');
  symlinkSync(path.join(root, 'node_modules/zod'), path.join(modules, 'zod'));
  mkdirSync(path.join(modules, 'restudy'));
  writeFileSync(path.join(modules, 'restudy/package.json'), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(
    path.join(modules, 'restudy/index.js'),
    `export * from ${JSON.stringify(pathToFileURL(path.join(root, 'dist/index.js')).href)};\n`,
  );
  return folder;
}

/** A file of the study with one change, which must be one. */
export function edit(file: keyof typeof FILES, from: string | RegExp, to: string): Files {
  const text = FILES[file].replace(from, to);
  if (text === FILES[file]) throw new Error(`${file} has no ${from}.`);
  return { [file]: text };
}
