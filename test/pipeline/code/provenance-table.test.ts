import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';
import { sourceFingerprints } from '../../../pipeline/code/from-sources.js';
import { fingerprintOf } from '../../../pipeline/key/key.js';
import type { Study } from '../../../pipeline/study/study.js';
import { temporaryFolder } from '../../cli/restudy.js';
import { CASES, type Files, PROJECT } from './provenance-cases.js';

// Walks through the table of docs/provenance.md: each line of it is tried, and nothing else is.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The lines of the table: what is edited, and what it reruns. */
function lines(): [edit: string, reruns: string][] {
  const docs = readFileSync(path.join(root, 'docs/provenance.md'), 'utf8');
  const [, rest = ''] = docs.split('## What an edit of code reruns');
  const rows = rest
    .split(/\n##+ /)[0]!
    .split('\n')
    .filter((line) => line.startsWith('| '));
  return rows.slice(1).map((line) => {
    const [, edit = '', reruns = ''] = line
      .split(' | ')
      .join('|')
      .split('|')
      .map((cell) => cell.trim());
    return [edit, reruns];
  });
}

const RERUNS: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  'the steps that reach it': ['scaled'],
  'the steps with such a stage': ['scaled'],
  'all steps of own code': ['scaled', 'other'],
};

let count = 0;

function write(files: Files): string {
  const home = path.join(folder, `project-${count++}`);
  const modules = path.join(home, 'node_modules');
  mkdirSync(path.join(modules, 'restudy'), { recursive: true });
  symlinkSync(path.join(root, 'node_modules/zod'), path.join(modules, 'zod'));
  writeFileSync(path.join(modules, 'restudy/package.json'), '{ "type": "module", "exports": "./index.js" }');
  writeFileSync(
    path.join(modules, 'restudy/index.js'),
    `export * from ${JSON.stringify(pathToFileURL(path.join(root, 'dist/index.js')).href)};\n`,
  );
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) continue;
    const file = path.join(home, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if (text.startsWith('link to ')) symlinkSync(text.slice('link to '.length), file);
    // What one version reads by its path is at the same path in the next.
    else writeFileSync(file, text.replace('FOLDER', path.join(folder, 'shared')));
    if (name === 'lib/by.txt') {
      mkdirSync(path.join(folder, 'shared/lib'), { recursive: true });
      writeFileSync(path.join(folder, 'shared/lib/by.txt'), text);
    }
  }
  return home;
}

/** Step -> what its code is. */
async function fingerprintsOf(files: Files): Promise<Record<string, string>> {
  const url = pathToFileURL(path.join(write(files), 'study.ts')).href;
  const { default: study } = (await import(/* @vite-ignore */ url)) as { readonly default: Study };
  const fingerprints = sourceFingerprints({ study: url, loadedAtMs: Number.POSITIVE_INFINITY });
  const codes = study.steps.map(
    async (step) => [step.id, fingerprintOf(await fingerprints.of(step))] as const,
  );
  return Object.fromEntries(await Promise.all(codes));
}

const variables = { ...process.env };
afterEach(() => {
  process.env = { ...variables };
});

test.each(lines())('%s: %s', async (edit, reruns) => {
  const tried = CASES[edit];
  if (!tried) throw new Error(`docs/provenance.md has "${edit}", which nothing tries.`);
  const before = { ...PROJECT, ...tried.before };
  Object.assign(process.env, tried.variables?.[0]);
  const old = await fingerprintsOf(before);
  Object.assign(process.env, tried.variables?.[1]);
  const now = await fingerprintsOf({ ...before, ...tried.after });
  expect(Object.keys(old).filter((step) => old[step] !== now[step])).toEqual(RERUNS[reruns]);
});

test('the table says what is tried, and no more', () => {
  expect(new Set(lines().map(([edit]) => edit))).toEqual(new Set(Object.keys(CASES)));
});
