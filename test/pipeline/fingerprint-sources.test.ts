import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { sourceFingerprints } from '../../pipeline/fingerprint-sources.js';
import { split } from '../../stages/split.js';

const folder = mkdtempSync(path.join(tmpdir(), 'restudy-fingerprint-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FILES = {
  'stage.ts': "import { scale } from './scale.js';\nexport const run = (x: number) => scale(x) + 1;\n",
  'scale.ts':
    "import { FACTOR } from './factor.js';\nexport function scale(x: number) { return x * FACTOR; }\n",
  'factor.ts': 'export const FACTOR = 3;\nexport const UNUSED = 4;\n',
  'node_modules/used/package.json':
    '{"name":"used","version":"1.0.0","main":"i.js","dependencies":{"deep":"*"}}',
  'node_modules/deep/package.json': '{"name":"deep","version":"2.0.0"}',
  'node_modules/other/package.json': '{"name":"other","version":"1.0.0"}',
};

function write(changes: Partial<Record<keyof typeof FILES | 'extra.ts', string>> = {}): void {
  for (const [name, text] of Object.entries({ ...FILES, ...changes })) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** The fingerprint of stage.ts as the files stand now; the future is when this process loaded them. */
async function fingerprint(): Promise<unknown> {
  const coded = { name: 'stage', module: pathToFileURL(path.join(folder, 'stage.ts')).href };
  return (await sourceFingerprints(Number.POSITIVE_INFINITY).of([coded]))['stage'];
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
    expect(before).toMatchObject({ packages: { used: '1.0.0', deep: '2.0.0' } });
    write({ ...reaching, ...edit('node_modules/deep/package.json', '2.0.0', '2.0.1') });
    expect(await fingerprint()).toMatchObject({ packages: { used: '1.0.0', deep: '2.0.1' } });
    expect(await fingerprint()).not.toEqual(before);
  });
});

test('a source changed after the process loaded it is refused', async () => {
  const coded = { name: 'stage', module: pathToFileURL(path.join(folder, 'stage.ts')).href };
  await expect(sourceFingerprints(0).of([coded])).rejects.toThrow(/was changed after this command started/);
});

test('a source changed since its fingerprint was taken is noticed', async () => {
  const coded = [{ name: 'stage', module: pathToFileURL(path.join(folder, 'stage.ts')).href }];
  const fingerprints = sourceFingerprints(Number.POSITIVE_INFINITY);
  await fingerprints.of(coded);
  expect(await fingerprints.changedFile(coded)).toBeUndefined();
  writeFileSync(path.join(folder, 'factor.ts'), '// a comment\nexport const FACTOR = 3;\n');
  expect(await fingerprints.changedFile(coded)).toBeUndefined();
  writeFileSync(path.join(folder, 'factor.ts'), 'export const FACTOR = 33;\n');
  expect(await fingerprints.changedFile(coded)).toBe(path.join(folder, 'factor.ts'));
});

test('a fingerprint is the same alone and among others, here and under ts-node', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const script = `
    import { sourceFingerprints } from ${JSON.stringify(`${root}pipeline/fingerprint-sources.ts`)};
    import { split } from ${JSON.stringify(`${root}stages/split.ts`)};
    import { vote } from ${JSON.stringify(`${root}stages/vote.ts`)};
    console.log(JSON.stringify((await sourceFingerprints().of([vote, split])).split));`;
  const args = ['--import', './scripts/ts-node.mjs', '--input-type=module', '--eval', script];
  const printed = execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  const alone = await sourceFingerprints(Number.POSITIVE_INFINITY).of([split]);
  expect(JSON.parse(printed)).toEqual(alone['split']);
});
