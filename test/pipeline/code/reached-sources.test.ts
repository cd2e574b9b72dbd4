import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readReached } from '../../../pipeline/code/reached-sources.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-test-'));
  write('study.ts', "import { fit } from './models/fit.js';\nexport const study = fit(2);\n");
  write(
    'models/fit.ts',
    "import { twice } from '../twice.js';\nexport const fit = (count: number) => twice(count);\n",
  );
  write('twice.ts', 'export const twice = (value: number): number => 2 * value;\nexport const other = 1;\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
}

const read = () => readReached(pathToFileURL(path.join(folder, 'study.ts')).href);
const names = (files: readonly string[]) => files.map((file) => path.relative(folder, file));

async function text(): Promise<string> {
  const reached = await read();
  if ('faults' in reached) throw new Error(reached.faults[0]?.message);
  return reached.text;
}

describe('what the sources say', () => {
  test('stays the same with a comment, a type or the formatting changed', async () => {
    const before = await text();
    write(
      'twice.ts',
      '/** Doubles. */\nexport const twice = (value: 1 | 2) =>\n  2 * value\nexport const other = 1',
    );
    expect(await text()).toBe(before);
  });

  test.each([
    [
      'a value three imports away',
      'twice.ts',
      'export const twice = (value: number) => 3 * value;\nexport const other = 1;\n',
    ],
    [
      'an export that nothing uses',
      'twice.ts',
      'export const twice = (value: number) => 2 * value;\nexport const other = 2;\n',
    ],
    ['the wiring', 'study.ts', "import { fit } from './models/fit.js';\nexport const study = fit(3);\n"],
  ])('changes with %s', async (_, file, changed) => {
    const before = await text();
    write(file, changed);
    expect(await text()).not.toBe(before);
  });
});

test('names the files that it is read from, and what an import may mean besides', async () => {
  expect(names((await read()).files)).toEqual([
    'models/fit.js',
    'models/fit.ts',
    'study.ts',
    'twice.js',
    'twice.ts',
  ]);
});

describe('sources that cannot be run', () => {
  test('a syntax error has its place, and the files are known all the same', async () => {
    write('twice.ts', 'export const other = 1;\nexport const twice = (1 +;\n');
    const reached = await read();
    expect(reached).toMatchObject({
      faults: [
        {
          message: 'Unexpected ";"',
          place: {
            file: path.join(folder, 'twice.ts'),
            line: 2,
            column: 26,
            lineText: 'export const twice = (1 +;',
          },
        },
      ],
    });
    expect(names(reached.files)).toContain('models/fit.ts');
  });

  test('an import of what is not there is looked for where it may appear', async () => {
    write(
      'models/fit.ts',
      "import { thrice } from './thrice.js';\nexport const fit = (count: number) => thrice(count);\n",
    );
    const reached = await read();
    expect(reached).toMatchObject({ faults: [{ message: expect.stringContaining('./thrice.js') }] });
    expect(names(reached.files)).toContain('models/thrice.ts');
  });

  test('so is the module itself', async () => {
    rmSync(path.join(folder, 'study.ts'));
    const reached = await read();
    expect(reached).toMatchObject({ faults: [{ message: expect.stringContaining('study.ts') }] });
    expect(names(reached.files)).toEqual(['study.ts']);
  });
});
