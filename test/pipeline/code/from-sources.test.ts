import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { sourceCode, sourceFingerprints } from '../../../pipeline/code/from-sources.js';
import type { Coded } from '../../../pipeline/study/coded.js';
import { split } from '../../../stages/data/split.js';

const folder = mkdtempSync(path.join(tmpdir(), 'restudy-fingerprint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = {
  'stage.ts': "import { scale } from './scale.js';\nexport const run = (x: number) => scale(x) + 1;\n",
  'scale.ts':
    "import { FACTOR } from './factor.js';\nexport function scale(x: number) { return x * FACTOR; }\n",
  'factor.ts': 'export const FACTOR = 3;\nexport const UNUSED = 4;\n',
  'node_modules/used/package.json':
    '{"name":"used","version":"1.0.0","main":"i.js","dependencies":{"deep":"*"}}',
  'node_modules/deep/package.json': '{"name":"deep","version":"2.0.0","main":"i.js"}',
  'node_modules/deep/i.js': 'module.exports = 1;\n',
  'node_modules/used/i.js': "module.exports = require('deep');\n",
  'node_modules/other/package.json': '{"name":"other","version":"1.0.0"}',
};

function write(changes: Partial<Record<keyof typeof FILES | 'extra.ts', string>> = {}): void {
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** The code of what stage.ts exports, as the files stand now. */
function fingerprint(): Promise<unknown> {
  return sourceCode().ofExport(pathToFileURL(path.join(folder, 'stage.ts')).href, 'run');
}

beforeEach(() => write());

const edit = (file: keyof typeof FILES, from: string | RegExp, to: string) => ({
  [file]: FILES[file].replace(from, to),
});

describe('what changes nothing', () => {
  test.each([
    ['a comment', edit('scale.ts', 'return', '/* by a factor */ return')],
    ['a type', edit('stage.ts', '(x: number)', '(x: number): number')],
    ['formatting', edit('scale.ts', '{ return x * FACTOR; }', '{\n\n    return x   * FACTOR\n}')],
    ['an unused export', edit('factor.ts', 'UNUSED = 4', 'UNUSED = 5')],
    ['a package that is not reached', edit('node_modules/other/package.json', '1.0.0', '1.0.1')],
    ['a file that is not imported', { 'extra.ts': 'export const EXTRA = 1;\n' }],
    ['a renamed parameter', edit('scale.ts', /\bx\b/g, 'amount')],
    [
      'a type with other letters',
      edit('factor.ts', 'export', 'export interface Quiz { jazz: "wxyz" }\nexport'),
    ],
    ['an unused export with other letters', edit('factor.ts', 'UNUSED = 4', 'QUIZ = (jazz: number) => jazz')],
  ])('%s', async (_, changes) => {
    const before = await fingerprint();
    write(changes);
    expect(await fingerprint()).toEqual(before);
  });
});

describe('what changes it', () => {
  test.each([
    ['the stage itself', edit('stage.ts', '+ 1', '+ 2')],
    ['a helper', edit('scale.ts', 'x * FACTOR', 'FACTOR - x')],
    ['a constant two imports away', edit('factor.ts', 'FACTOR = 3', 'FACTOR = 5')],
    ['a package that it starts to reach', edit('stage.ts', '+ 1', "+ 1;\nimport 'used'")],
  ])('%s', async (_, changes) => {
    const before = await fingerprint();
    write(changes);
    expect(await fingerprint()).not.toEqual(before);
  });

  test('the version of a reached package, and of one that it depends on', async () => {
    const reaching = edit('stage.ts', 'export', "import 'used';\nexport");
    write(reaching);
    const before = await fingerprint();
    expect(before).toMatchObject({
      packages: {
        used: expect.stringMatching(/^1\.0\.0\+[0-9a-f]{12}$/),
        deep: expect.stringMatching(/^2\.0\.0\+/),
      },
    });
    write({ ...reaching, ...edit('node_modules/deep/package.json', '2.0.0', '2.0.1') });
    expect(await fingerprint()).toMatchObject({ packages: { deep: expect.stringMatching(/^2\.0\.1\+/) } });
    expect(await fingerprint()).not.toEqual(before);
  });
});

/** A stage in a module that this process can import, as it stands now. */
async function writtenStage(name: string) {
  const file = path.join(folder, `${name}.ts`);
  writeFileSync(
    file,
    `import { FACTOR } from './factor.js';
export const stage = { name: 'stage', module: import.meta.url, params: {}, inputs: {}, outputs: {}, uses: {}, run: () => FACTOR };
`,
  );
  const module = pathToFileURL(file).href;
  const { stage } = (await import(/* @vite-ignore */ module)) as { readonly stage: Coded };
  return { id: 'step', stage, uses: {} };
}

test('a source changed after the process loaded it is refused', async () => {
  const step = await writtenStage('late');
  await expect(sourceFingerprints({ loadedAtMs: 0 }).of(step)).rejects.toThrow(
    /was changed after this command started/,
  );
});

test('a source whose time is ahead of the clock is no source that was changed', async () => {
  const step = await writtenStage('ahead');
  const hour = Date.now() / 1000 + 3600;
  utimesSync(path.join(folder, 'ahead.ts'), hour, hour);
  await setTimeout(20);
  await expect(sourceFingerprints({ loadedAtMs: Date.now() }).of(step)).resolves.toBeDefined();
});

test('a source changed since its fingerprint was taken is noticed', async () => {
  const step = await writtenStage('noticed');
  const fingerprints = sourceFingerprints({ loadedAtMs: Number.POSITIVE_INFINITY });
  await fingerprints.of(step);
  expect(await fingerprints.changedFile(step)).toBeUndefined();
  writeFileSync(path.join(folder, 'factor.ts'), '// a comment\nexport const FACTOR = 3;\n');
  expect(await fingerprints.changedFile(step)).toBeUndefined();
  writeFileSync(path.join(folder, 'factor.ts'), 'export const FACTOR = 33;\n');
  expect(await fingerprints.changedFile(step)).toBe(path.join(folder, 'factor.ts'));
});

test('a fingerprint is the same alone and among others, here and under ts-node', async () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const script = `
    import { sourceFingerprints } from ${JSON.stringify(`${root}pipeline/code/from-sources.ts`)};
    import { split } from ${JSON.stringify(`${root}stages/data/split.ts`)};
    import { vote } from ${JSON.stringify(`${root}stages/train/vote.ts`)};
    const fingerprints = sourceFingerprints();
    await fingerprints.of({ id: 'vote', stage: vote, uses: {} });
    console.log(JSON.stringify(await fingerprints.of({ id: 'split', stage: split, uses: {} })));`;
  const args = ['--import', './scripts/ts-node.mjs', '--input-type=module', '--eval', script];
  const printed = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const fingerprints = sourceFingerprints({ loadedAtMs: Number.POSITIVE_INFINITY });
  expect(JSON.parse(printed)).toEqual(await fingerprints.of({ id: 'split', stage: split, uses: {} }));
});
