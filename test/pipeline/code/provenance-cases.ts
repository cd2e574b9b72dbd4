// What each line of docs/provenance.md's table is tried with.

/** File -> its text; undefined for one that is not there. */
export type Files = Readonly<Record<string, string | undefined>>;

const stage = (name: string, body: string) =>
  `{ name: '${name}', module: import.meta.url, params: {}, inputs: {}, outputs: {}, uses: {}, run: () => ${body} }`;

/** Two stages that share nothing. */
export const PROJECT: Files = {
  'package.json': '{ "name": "study", "type": "module" }',
  'study.ts': `import { defineStudy } from 'restudy';
import { other } from './stages/other.ts';
import { scale } from './stages/scale.ts';
export default defineStudy('table', (step) => {
  step('scaled', scale, {});
  step('other', other, {});
});
`,
  'stages/scale.ts': `import { scaled } from '../lib/scaled.ts';
export const scale = ${stage('scale', 'scaled(2)')};
`,
  'stages/other.ts': `export const other = ${stage('other', '1')};\n`,
  'lib/scaled.ts': `export function scaled(value: number) {
  const result = value * 3;
  return result;
}
`,
};

export interface Tried {
  readonly before?: Files;
  readonly after: Files;
  /** Environment variables that are set before and after. */
  readonly variables?: readonly [Readonly<Record<string, string>>, Readonly<Record<string, string>>];
}

/** `lib/scaled.ts` as it is, and with this instead of the value. */
const scaledBy = (value: string, imports = '') =>
  `${imports}export function scaled(value: number) {\n  return value * ${value};\n}\n`;

const installed = (name: string, content: Files, more = ''): Files => ({
  [`node_modules/${name}/package.json`]: `{ "name": "${name}", "version": "1.0.0", "type": "module", "exports": "./i.js"${more} }`,
  ...Object.fromEntries(
    Object.entries(content).map(([file, text]) => [`node_modules/${name}/${file}`, text]),
  ),
});

const usingPackage = { 'lib/scaled.ts': scaledBy('by', "import { by } from 'helpers';\n") };

/** A package of the workspace; `links` make it one that is installed. */
const linked = (by: string): Files => ({
  ...usingPackage,
  'packages/helpers/package.json': '{ "name": "helpers", "type": "module", "exports": "./i.ts" }',
  'packages/helpers/i.ts': `export const by = ${by};\n`,
  'node_modules/helpers': 'link to ../packages/helpers',
});

const threads = (factor: number): Files => ({
  'lib/scaled.ts': `import { Worker } from 'node:worker_threads';
export const scaled = (value: number) => new Worker(new URL('./thread.mjs', import.meta.url), { workerData: value });
`,
  'lib/thread.mjs': `import { parentPort, workerData } from 'node:worker_threads';\nparentPort.postMessage(workerData * ${factor});\n`,
});

const factory = (second: number): Files => ({
  'stages/scale.ts': `const made = (by: number) => (${stage('scale', 'by')});
export const scale = made(2);
export const other = made(${second});
`,
  'study.ts': PROJECT['study.ts']!.replace('./stages/other.ts', './stages/scale.ts'),
});

const onTheSpot = (by: number): Files => ({
  'stages/scale.ts': `export const scaleBy = (by: number) => (${stage('scale', 'by')});\n`,
  'study.ts': PROJECT['study.ts']!.replace('{ scale }', '{ scaleBy }').replace(
    'scale, {}',
    `scaleBy(${by}), {}`,
  ),
});

const uses = (first: string, second: string): Files => ({
  'lib/one.ts': "export const one = { name: 'one', module: import.meta.url };\n",
  'lib/two.ts': "export const two = { name: 'two', module: import.meta.url };\n",
  'stages/scale.ts': `import { use } from 'restudy';
export const scale = { ...${stage('scale', '1').replace('uses: {}', 'uses: { first: use(), second: use() }')} };
`,
  'study.ts': PROJECT['study.ts']!.replace(
    'import { other }',
    "import { one } from './lib/one.ts';\nimport { two } from './lib/two.ts';\nimport { other }",
  ).replace('scale, {}', `scale, { uses: { first: ${first}, second: ${second} } }`),
});

const registry = (by: number, importer: 'study' | 'unused'): Files => ({
  'lib/registry.ts': 'export const registry: Record<string, number> = {};\n',
  'lib/register.ts': `import { registry } from './registry.ts';\nregistry['by'] = ${by};\nexport const done = true;\n`,
  'lib/scaled.ts': scaledBy(
    "registry['by']!",
    `import { registry } from './registry.ts';\n${importer === 'unused' ? "import { done } from './register.ts';\n" : ''}`,
  ),
  ...(importer === 'study' ? { 'study.ts': `import './lib/register.ts';\n${PROJECT['study.ts']}` } : {}),
});

const accessor = (by: number): Files => ({
  'lib/state.ts': 'export const state = { by: 1 };\n',
  'lib/accessor.ts': `import { state } from './state.ts';\nexport const made = { get own() { return (state.by = ${by}); } };\n`,
  'lib/scaled.ts': scaledBy('state.by', "import { state } from './state.ts';\n"),
  'study.ts': `import { made } from './lib/accessor.ts';\nvoid made.own;\n${PROJECT['study.ts']}`,
});

const patching = (by: number): Files => ({
  ...installed('helpers', { 'i.js': `Array.prototype.by = ${by};\nexport const name = 'helpers';\n` }),
  'study.ts': `import { name } from 'helpers';\nexport { name };\n${PROJECT['study.ts']}`,
});

const environment = (text: string): Files => ({ 'lib/scaled.ts': scaledBy(text) });

export const CASES: Readonly<Record<string, Tried>> = {
  'a comment, a type, white space, quotes, braces around one statement': {
    before: {
      'lib/scaled.ts':
        "export const scaled = (value: number) => {\n  if (value > 3) return 'large';\n  return value;\n};\n",
    },
    after: {
      'lib/scaled.ts':
        'export const scaled = (value: 2 | 4): number | string => {\n  // A comment.\n  if (value > 3) { return "large" }\n\n  return value\n}\n',
    },
  },
  'the name of a variable, a parameter, a label or a private member': {
    before: {
      'lib/scaled.ts':
        'class Kept { #inner = 3; get() { return this.#inner; } }\nexport const scaled = (value: number) => { outer: for (;;) for (;;) { const kept = new Kept().get(); if (kept) break outer; } return value; };\n',
    },
    after: {
      'lib/scaled.ts':
        'class Kept { #hidden = 3; get() { return this.#hidden; } }\nexport const scaled = (given: number) => { far: for (;;) for (;;) { const found = new Kept().get(); if (found) break far; } return given; };\n',
    },
  },
  'the name of a function or a class, which a program can see (`f.name`)': {
    before: { 'lib/scaled.ts': 'function inner() { return 1; }\nexport const scaled = () => inner();\n' },
    after: { 'lib/scaled.ts': 'function within() { return 1; }\nexport const scaled = () => within();\n' },
  },
  'the order of imports, functions, classes and constants, where nothing is changed as modules load': {
    before: {
      'lib/a.ts': 'export const a = (x: number) => x + 1;\n',
      'lib/b.ts':
        "import * as z from 'zod';\nexport const schema = z.number();\nexport const b = (x: number) => x * 2;\n",
      'lib/scaled.ts':
        "import { a } from './a.ts';\nimport { b } from './b.ts';\nconst ONE = 1;\nclass First { get() { return ONE; } }\nfunction second() { return new First().get(); }\nexport function scaled(x: number) { return a(b(x)) + second(); }\n",
    },
    after: {
      'lib/scaled.ts':
        "import { b } from './b.ts';\nimport { a } from './a.ts';\nexport function scaled(x: number) { return a(b(x)) + second(); }\nfunction second() { return new First().get(); }\nclass First { get() { return ONE; } }\nconst ONE = 1;\n",
    },
  },
  'the order in which modules are evaluated that import one another and compute something': {
    before: {
      'lib/one.ts': "import { other } from './other.ts';\nexport var one = (other ?? 1) + 1;\n",
      'lib/other.ts': "import { one } from './one.ts';\nexport var other = (one ?? 1) + 1;\n",
      'lib/scaled.ts': scaledBy('one', "import './other.ts';\nimport { one } from './one.ts';\n"),
    },
    after: {
      'lib/scaled.ts': scaledBy('one', "import { one } from './one.ts';\nimport './other.ts';\n"),
    },
  },
  'the place of a file, and the imports of it': {
    after: {
      'lib/scaled.ts': undefined,
      'helpers/times.ts': PROJECT['lib/scaled.ts'],
      'stages/scale.ts': PROJECT['stages/scale.ts']!.replace('../lib/scaled.ts', '../helpers/times.ts'),
    },
  },
  'code that a step does not reach, though it stands in the same file': {
    after: {
      'lib/scaled.ts': `${PROJECT['lib/scaled.ts']}export const unused = () => 7;\n`,
      'stages/scale.ts': `${PROJECT['stages/scale.ts']}export const another = ${stage('another', '5')};\n`,
    },
  },
  'a file that nothing imports': {
    after: { 'lib/extra.ts': 'export const extra = 1;\n', 'README.md': 'Words.\n' },
  },
  'a helper or a constant, however many imports away': {
    before: {
      'lib/scaled.ts': scaledBy('by', "import { by } from './by.ts';\n"),
      'lib/by.ts': 'export const by = 3;\n',
    },
    after: { 'lib/by.ts': 'export const by = 4;\n' },
  },
  'a value in a JSON module': {
    before: {
      'lib/scaled.ts': scaledBy('by.by', "import by from './by.json' with { type: 'json' };\n"),
      'lib/by.json': '{ "by": 3 }',
    },
    after: { 'lib/by.json': '{ "by": 4 }' },
  },
  'the format of a JSON module': {
    before: {
      'lib/scaled.ts': scaledBy('by.by', "import by from './by.json' with { type: 'json' };\n"),
      'lib/by.json': '{ "by": 3 }',
    },
    after: { 'lib/by.json': '{\n  "by": 3\n}\n' },
  },
  'a stage that has the name and the module of another one': {
    before: {
      'stages/scale.ts': `export const scale = ${stage('same', '2')};\nexport const other = ${stage('same', '1')};\n`,
      'study.ts': PROJECT['study.ts']!.replace('./stages/other.ts', './stages/scale.ts'),
    },
    after: {
      'stages/scale.ts': `export const scale = ${stage('same', '3')};\nexport const other = ${stage('same', '1')};\n`,
    },
  },
  'the value with which a function made one of two exported stages': {
    before: {
      ...factory(5),
      'stages/scale.ts': factory(5)['stages/scale.ts']!.replace('made(2)', 'made(1)'),
    },
    after: factory(5),
  },
  'two pieces under `uses` that change places': { before: uses('one', 'two'), after: uses('two', 'one') },
  "any code that the study reaches, where a step's stage is made on the spot (by a function, spread, wrapped) and no module exports it":
    {
      before: onTheSpot(2),
      after: onTheSpot(5),
    },
  'a module that changes, as it loads, a value which a step can see, whichever module imports it': {
    before: registry(2, 'study'),
    after: registry(3, 'study'),
  },
  'a statement that calls a package or sets a global as its module loads': {
    before: {
      'study.ts': `import './lib/setup.ts';\n${PROJECT['study.ts']}`,
      'lib/setup.ts': "globalThis['by'] = 2;\n",
    },
    after: { 'lib/setup.ts': "globalThis['by'] = 3;\n" },
  },
  'a module that `package.json` calls free of side effects, or a call that a comment calls pure (`@__PURE__`)':
    {
      before: {
        ...registry(2, 'unused'),
        'package.json': '{ "name": "study", "type": "module", "sideEffects": false }',
        'lib/register.ts':
          "import { registry } from './registry.ts';\nconst set = (by: number) => { registry['by'] = by; };\n/* @__PURE__ */ set(2);\n",
        'lib/scaled.ts': scaledBy(
          "registry['by']!",
          "import { registry } from './registry.ts';\nimport './register.ts';\n",
        ),
      },
      after: {
        'lib/register.ts':
          "import { registry } from './registry.ts';\nconst set = (by: number) => { registry['by'] = by; };\n/* @__PURE__ */ set(3);\n",
      },
    },
  'a module of which a name is imported and not used, if it changes such a value': {
    before: registry(2, 'unused'),
    after: registry(3, 'unused'),
  },
  'a module that is imported by a literal while a step runs, or required (`createRequire`)': {
    before: {
      'lib/scaled.ts': `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
export const scaled = async () => [await import('./by.ts'), require('./by.cjs')];
`,
      'lib/by.ts': 'export const by = 2;\n',
      'lib/by.cjs': 'module.exports = 2;\n',
    },
    after: { 'lib/by.cjs': 'module.exports = 3;\n' },
  },
  'any file of the project, where code loads what its text does not tell: `import()` of a variable, a child process, `eval`, `__dirname`':
    {
      before: {
        'lib/scaled.ts': 'export const scaled = async (name: string) => import(name);\n',
        'lib/by.ts': 'export const by = 2;\n',
      },
      after: { 'lib/by.ts': 'export const by = 3;\n' },
    },
  'what a system leaves among them (`.DS_Store`, `Thumbs.db`)': {
    before: { 'lib/scaled.ts': 'export const scaled = async (name: string) => import(name);\n' },
    after: { '.DS_Store': 'how a folder looks', 'lib/Thumbs.db': 'pictures' },
  },
  "a file that code names by `new URL('…', import.meta.url)`": {
    before: {
      'lib/scaled.ts': scaledBy(
        'by',
        "import { readFileSync } from 'node:fs';\nconst by = Number(readFileSync(new URL('./by.txt', import.meta.url), 'utf8'));\n",
      ),
      'lib/by.txt': '2',
    },
    after: { 'lib/by.txt': '3' },
  },
  'a file that code reads by a literal path': {
    before: {
      'lib/scaled.ts': `import { readFileSync } from 'node:fs';\nexport const scaled = () => readFileSync('FOLDER/lib/by.txt');\n`,
      'lib/by.txt': '2',
    },
    after: { 'lib/by.txt': '3' },
  },
  'the program of a thread, named by such a URL': { before: threads(2), after: threads(3) },
  'an environment variable that code reads by its name': {
    before: environment('Number(process.env.TABLE_FACTOR)'),
    after: {},
    variables: [{ TABLE_FACTOR: '2' }, { TABLE_FACTOR: '3' }],
  },
  'any environment variable, where code reads them by names that its text does not tell': {
    before: { 'lib/scaled.ts': 'export const scaled = (name: string) => process.env[name];\n' },
    after: {},
    variables: [{ TABLE_FACTOR: '2' }, { TABLE_FACTOR: '3' }],
  },
  'a package, patched where it is installed, of the same version': {
    before: { ...usingPackage, ...installed('helpers', { 'i.js': 'export const by = 2;\n' }) },
    after: { 'node_modules/helpers/i.js': 'export const by = 3;\n' },
  },
  'another version of a package': {
    before: { ...usingPackage, ...installed('helpers', { 'i.js': 'export const by = 2;\n' }) },
    after: {
      'node_modules/helpers/package.json': installed('helpers', {})[
        'node_modules/helpers/package.json'
      ]!.replace('1.0.0', '1.1.0'),
    },
  },
  'a package that a package depends on, as peer too': {
    before: {
      ...usingPackage,
      ...installed(
        'helpers',
        { 'i.js': "export { by } from 'core';\n" },
        ', "peerDependencies": { "core": "*" }',
      ),
      ...installed('core', { 'i.js': 'export const by = 2;\n' }),
    },
    after: { 'node_modules/core/i.js': 'export const by = 3;\n' },
  },
  'a file of a package that Node does not evaluate': {
    before: {
      ...usingPackage,
      ...installed('helpers', {
        'i.js': 'export const by = 2;\n',
        'README.md': 'One.',
        'test.js': 'throw 1;\n',
      }),
    },
    after: { 'node_modules/helpers/README.md': 'Two.', 'node_modules/helpers/test.js': 'throw 2;\n' },
  },
  'a comment in a package that is linked into `node_modules` (a workspace)': {
    before: linked('2'),
    after: { 'packages/helpers/i.ts': '// By what.\nexport const by = 2;\n' },
  },
  'code of a package that is linked into `node_modules`': {
    before: linked('2'),
    after: { 'packages/helpers/i.ts': 'export const by = 3;\n' },
  },
  'constants that are declared together, or apart': {
    before: { 'lib/scaled.ts': 'const by = 2, more = 1;\nexport const scaled = () => by + more;\n' },
    after: {
      'lib/scaled.ts': 'const by = 2;\nconst more = 1;\nexport const scaled = () => by + more;\n',
    },
  },
  'what the language calls by itself as modules load, and that changes such a value: accessors, `valueOf`, iterators':
    {
      before: accessor(2),
      after: accessor(3),
    },
  'a file whose path is a text that a call is given': {
    before: {
      ...installed('helpers', {
        'i.js': "import * as fs from 'fs';\nexport const load = (file) => fs.readFileSync(file);\n",
      }),
      'lib/scaled.ts':
        "import { load } from 'helpers';\nexport const scaled = () => load('FOLDER/lib/by.txt');\n",
      'lib/by.txt': '2',
    },
    after: { 'lib/by.txt': '3' },
  },
  'a package that the study imports, if that may set globals or change objects of the language': {
    before: patching(2),
    after: patching(3),
  },
};
