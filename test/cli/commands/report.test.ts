import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const cache = path.join(folder, 'cache');
let common: string[];

beforeAll(async () => {
  common = ['--cache', cache, '--params', writeSmallStudy(folder)];
  expect((await restudy(['run', ...common])).code).toBe(0);
});

test('says which file it wrote, and how large it is', async () => {
  const file = path.join(folder, 'told.html');
  const { lines, code } = await restudy(['report', '-o', file, '--json', ...common]);
  expect({ code, lines }).toEqual({
    code: 0,
    lines: [{ type: 'report', file, bytes: readFileSync(file).byteLength }],
  });
  const words = await restudy(['report', '-o', file, ...common]);
  expect(words.stdout).toBe(
    `The report is in ${file}: ${readFileSync(file).byteLength.toLocaleString('en-US')} bytes.\n`,
  );
});

test('nothing runs, and the page of the same results is the same', async () => {
  const runs = (await restudy(['runs', '--json', ...common])).lines;
  const pages = ['first.html', 'second.html'].map((name) => path.join(folder, name));
  for (const file of pages) await restudy(['report', '-o', file, ...common]);
  expect(readFileSync(pages[0]!)).toEqual(readFileSync(pages[1]!));
  expect((await restudy(['runs', '--json', ...common])).lines).toEqual(runs);
});

test('the page gives the command that its run had, and one that needs no params file', async () => {
  const file = path.join(folder, 'command.html');
  await restudy(['report', '-o', file, ...common]);
  const page = readFileSync(file, 'utf8');
  expect(page).toContain(`restudy run --cache ${cache} --params ${common.at(-1)}`);
  expect(page).toContain('--set rf.nEstimators=6');
});

test('a report that is not there is not written; it is said how to have it', async () => {
  const file = path.join(folder, 'missing.html');
  const { code, stderr } = await restudy(['report', '-o', file, ...common, '--set', 'svm.C=3']);
  expect(code).toBe(1);
  expect(stderr).toContain(
    'There is no result of "report" for these params yet. restudy run report makes it.',
  );
  expect(existsSync(file)).toBe(false);
});

test('a file that cannot be written is named, and the folder is left as it was', async () => {
  const place = path.join(folder, 'place');
  mkdirSync(path.join(place, 'taken'), { recursive: true });
  writeFileSync(path.join(place, 'taken', 'file'), '');
  for (const target of [path.join(place, 'taken'), path.join(place, 'nowhere', 'report.html')]) {
    const { code, stderr } = await restudy(['report', '-o', target, ...common]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`-o ${target}: cannot write`);
  }
  expect(readdirSync(place)).toEqual(['taken']);
});
