import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceCode } from '../../../pipeline/code/from-sources.js';

// What a module passes on of another one, as one object: `export * as space from './lib.mjs'`.

const LIB = 'export const used = () => 1;\nexport const unused = () => 2;\n';
const INDEX = "export * as space from './lib.mjs';\n";
const STAGE = "import { space } from './index.mjs';\nexport const run = () => space.used();\n";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-passed-on-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function hashOf(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries({ 'lib.mjs': LIB, 'index.mjs': INDEX, ...files })) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  const { hash } = await sourceCode().ofExport(pathToFileURL(path.join(folder, 'stage.mjs')).href, 'run');
  return hash;
}

test('a member of it counts, and no other one', async () => {
  const before = await hashOf({ 'stage.mjs': STAGE });
  expect(await hashOf({ 'stage.mjs': STAGE, 'lib.mjs': LIB.replace('2', '3') })).toBe(before);
  expect(await hashOf({ 'stage.mjs': STAGE, 'lib.mjs': LIB.replace('1', '3') })).not.toBe(before);
});

test('to import the member by its own name instead is the same', async () => {
  const named = STAGE.replace('{ space }', '{ used }').replace('space.used', 'used');
  expect(await hashOf({ 'stage.mjs': named, 'index.mjs': "export * from './lib.mjs';\n" })).toBe(
    await hashOf({ 'stage.mjs': STAGE }),
  );
});

test('all of it counts where no member is named', async () => {
  for (const call of ["space['us' + 'ed']()", 'Object.keys(space)']) {
    const stage = STAGE.replace('space.used()', call);
    const before = await hashOf({ 'stage.mjs': stage });
    expect(await hashOf({ 'stage.mjs': stage, 'lib.mjs': LIB.replace('2', '3') })).not.toBe(before);
  }
});

test('a function of it that is called as a module loads is what it is by its own name', async () => {
  const files = (name: string, by: number) => ({
    'lib.mjs': `export const state = { by: 1 };\nexport function ${name}(more) {\n  state.by += more;\n}\n`,
    'stage.mjs': `import { space } from './index.mjs';\nimport { state } from './lib.mjs';\nspace.${name}(${by});\nexport const run = () => state.by;\n`,
  });
  // One is called like a method that changes nothing of what it belongs to.
  for (const name of ['get', 'more'])
    expect(await hashOf(files(name, 1))).not.toBe(await hashOf(files(name, 2)));
  const used = (by: number) => files('more', by)['stage.mjs'].replace('state.by;', '1;');
  expect(await hashOf({ ...files('more', 1), 'stage.mjs': used(1) })).toBe(
    await hashOf({ ...files('more', 1), 'stage.mjs': used(2) }),
  );
});

test('a member of a value that is imported is a member of that value', async () => {
  const stage = "import { used } from './lib.mjs';\nexport const run = () => used.name;\n";
  const before = await hashOf({ 'stage.mjs': stage });
  for (const other of ['used.length', 'used?.name', 'used']) {
    expect(await hashOf({ 'stage.mjs': stage.replace('used.name', other) })).not.toBe(before);
  }
});
