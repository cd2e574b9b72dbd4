import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sourceCode } from '../../../pipeline/code/from-sources.js';

// Modules that import one another: what stands in them may be evaluated before what it is made from.

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-cycles-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function hashOf(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  const { hash } = await sourceCode().ofExport(pathToFileURL(path.join(folder, 'stage.mjs')).href, 'run');
  return hash;
}

const FIRST = "import './b.mjs';\nexport var factor = 2;\nexport const one = () => 1;\n";
const SECOND = "import { factor } from './a.mjs';\nexport const doubled = factor * 2;\n";

test('where Node begins counts of what a cycle computes', async () => {
  const stage = (first: string, second: string) =>
    `import './${first}.mjs';\nimport './${second}.mjs';\nimport { doubled } from './b.mjs';\nexport const run = () => doubled;\n`;
  const cycle = { 'a.mjs': FIRST, 'b.mjs': SECOND };
  // NaN, since `factor` is not there yet, and 4.
  expect(await hashOf({ ...cycle, 'stage.mjs': stage('a', 'b') })).not.toBe(
    await hashOf({ ...cycle, 'stage.mjs': stage('b', 'a') }),
  );
});

test('it counts of CommonJS modules too', async () => {
  const cycle = {
    'a.cjs': "exports.factor = require('./b.cjs').three;\n",
    'b.cjs': "exports.doubled = 2 * require('./a.cjs').factor;\nexports.three = 3;\n",
  };
  const stage = (first: string, second: string) =>
    `import './${first}.cjs';\nimport './${second}.cjs';\nimport b from './b.cjs';\nexport const run = () => b.doubled;\n`;
  expect(await hashOf({ ...cycle, 'stage.mjs': stage('a', 'b') })).not.toBe(
    await hashOf({ ...cycle, 'stage.mjs': stage('b', 'a') }),
  );
});

test('a cycle that the code takes nothing computed of is nothing to it', async () => {
  const stage =
    "import { one } from './a.mjs';\nconst values = [one()];\nconst sum = values.length + one();\nexport const run = () => sum;\n";
  const files = { 'stage.mjs': stage, 'a.mjs': FIRST };
  expect(await hashOf({ ...files, 'b.mjs': SECOND })).toBe(
    await hashOf({ ...files, 'b.mjs': 'export const doubled = 4;\n' }),
  );
});
