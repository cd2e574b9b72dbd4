import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { ExportHashes } from '../../../pipeline/code/exported-code.js';
import { byOrigin, fingerprints } from '../../../pipeline/code/fingerprint.js';
import { releasedCode } from '../../../pipeline/code/from-release.js';
import { sourceCode } from '../../../pipeline/code/from-sources.js';
import type { Coded } from '../../../pipeline/study/coded.js';

const folder = mkdtempSync(path.join(tmpdir(), 'restudy-exports-'));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(path.join(folder, 'node_modules/restudy'), { recursive: true });
writeFileSync(
  path.join(folder, 'node_modules/restudy/package.json'),
  '{"name":"restudy","version":"1.0.0","exports":{"./estimators":"./estimators.js"}}',
);
writeFileSync(path.join(folder, 'node_modules/restudy/estimators.js'), 'exports.svc = 1;');

const svc = 'a'.repeat(64);
const head = 'b'.repeat(64);
const exported: ExportHashes = { 'restudy/estimators': { svc, head } };

/** What a module's code takes of packages, `exports` being what is known of their exports. */
async function packagesOf(text: string, exports: ExportHashes = exported) {
  const file = path.join(folder, `stage-${Math.random()}.ts`);
  writeFileSync(file, text);
  return (await sourceCode({ exported: exports }).ofExport(pathToFileURL(file).href, '*')).packages;
}

const short = (hash: string) => hash.slice(0, 16);
const BOTH = { 'restudy/estimators head': short(head), 'restudy/estimators svc': short(svc) };

test.each([
  ['one that is used', "import { svc } from 'restudy/estimators'; export const run = svc;", 'svc'],
  ['under another name', "import { svc as one } from 'restudy/estimators'; export const run = one;", 'svc'],
  ['passed on', "export { svc } from 'restudy/estimators';", 'svc'],
  [
    'one of two, the other not used',
    "import { head, svc } from 'restudy/estimators'; export const run = svc;",
    'svc',
  ],
  [
    'one in what is not used',
    "import { head, svc } from 'restudy/estimators'; const f = () => head; export const run = svc;",
    'svc',
  ],
])('an export counts by its own code: %s', async (_, text, name) => {
  expect(await packagesOf(text)).toEqual({ [`restudy/estimators ${name}`]: short(svc) });
});

test.each([
  [
    'import * as',
    "import * as all from 'restudy/estimators'; export const run = (name: string) => all[name];",
  ],
  ['import()', "export const run = () => import('restudy/estimators');"],
  ['export *', "export * from 'restudy/estimators';"],
])('where it is not said what is taken, all counts: %s', async (_, text) => {
  expect(await packagesOf(text)).toEqual(BOTH);
});

test('the engine counts nothing, types count nothing, and a module of unknown exports by its package', async () => {
  expect(await packagesOf("import { defineStage } from 'restudy'; export const run = defineStage;")).toEqual(
    {},
  );
  expect(await packagesOf("import type { Svc } from 'restudy/estimators'; export let run: Svc;")).toEqual({});
  expect(await packagesOf("export { svc } from 'restudy/estimators';", {})).toEqual({
    restudy: expect.stringMatching(/^1\.0\.0\+/),
  });
});

test('another hash of an export is another fingerprint', async () => {
  const text = "import { svc } from 'restudy/estimators'; export const run = svc;";
  const other = { 'restudy/estimators': { svc: head, head } };
  expect(await packagesOf(text, other)).not.toEqual(await packagesOf(text));
});

test('what is put together from a release’s code and own code has both', async () => {
  const theirs = { hash: svc as never, packages: {} };
  const file = path.join(folder, 'own.ts');
  writeFileSync(file, 'export const own = { name: "own", module: import.meta.url };');
  const { own } = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { readonly own: Coded };
  const voting = { name: 'voting', module: 'release:voting', parts: { first: own } };
  const stage = Object.assign(voting, { itself: voting });
  const both = byOrigin(
    releasedCode({ voting: theirs }),
    sourceCode({ loadedAtMs: Number.POSITIVE_INFINITY }),
    ({ coded }) => coded.module === 'release:voting',
  );
  const code = await fingerprints(both).of({ id: 'vote', stage: own, uses: { classifier: stage } });
  const ours = { name: 'own', hash: expect.any(String), packages: {} };
  expect(code).toEqual({ stage: ours, 'uses.classifier': theirs, 'uses.classifier.first': ours });
});
