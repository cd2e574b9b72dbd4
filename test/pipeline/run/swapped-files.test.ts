import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { decodeArtifact } from '../../../cache/artifact/codec.js';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { isJunk } from '../../../pipeline/junk.js';
import { defineStage } from '../../../pipeline/study/stage.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import { type Ran, runStudy, words } from '../small-study.js';

// No record may hold the hash of a file whose bytes the stage did not see: also not if the file was another one only
// while the stage ran.

let folder: string;
let store: Store;
/** What happens to the data right before and right after the stage reads it. */
let beforeReading: () => void;
let afterReading: () => void;
const at = (name: string) => path.join(folder, name);

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-swapped-'));
  store = memoryStore();
  beforeReading = afterReading = () => undefined;
  mkdirSync(at('data'));
  mkdirSync(at('other'));
  for (const name of ['data/one', 'data/two', 'other/one', 'other/two']) {
    writeFileSync(at(name), name.includes('other') ? 'false' : 'right');
    utimesSync(at(name), new Date(1e12), new Date(1e12));
  }
  symlinkSync('data/one', at('link'));
  symlinkSync('link', at('link-to-link'));
  symlinkSync('data', at('link-to-folder'));
  // Clocks of file systems stand still for some milliseconds.
  await delay(15);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The text of a file, or those of all files of a folder with their names. */
function read(place: string): string {
  if (!statSync(place).isDirectory()) return readFileSync(place, 'utf8');
  const names = readdirSync(place).filter((name) => !isJunk(name));
  return names.map((name) => `${name}: ${readFileSync(path.join(place, name), 'utf8')}`).join(', ');
}

const reader = defineStage({
  name: 'reader',
  module: 'test:reader',
  params: z.strictObject({ file: z.string(), usesCells: z.boolean() }),
  // As the stages that read data do: where it lies is no part of the key.
  keyParams: () => ({}),
  inputs: {},
  outputs: { words },
  uses: {},
  files: ({ file }) => ({ data: at(file) }),
  async run({ params: { file, usesCells }, cells }) {
    const look = async () => {
      beforeReading();
      const text = read(at(file));
      afterReading();
      await delay(15);
      return text;
    };
    if (!usesCells) return { words: await look() };
    const [cell] = await cells<{ readonly text: string }>(['all'], async (_, put) => {
      put(0, { text: await look() });
    });
    return { words: cell!.text };
  },
});

const run = (file: string, usesCells = false) =>
  runStudy(
    defineStudy('reading', (step) => void step('read', reader, { params: { file, usesCells } })),
    store,
  );

function textOf({ states }: Ran): unknown {
  const state = states.get('read');
  if (state?.state === 'failed') throw state.error;
  if (state?.state !== 'ran' && state?.state !== 'hit') throw new Error(`It is ${state?.state}.`);
  return decodeArtifact(store.readArtifact(state.record.outputs['words']!)!);
}

/** Puts `other` in the place of `name`, and gives back what it was. */
const byRename = (name: string, other: string): [() => void, () => void] => [
  () => {
    renameSync(at(name), at('aside'));
    renameSync(at(other), at(name));
  },
  () => {
    renameSync(at(name), at(other));
    renameSync(at('aside'), at(name));
  },
];
const relink = (link: string, to: string) => () => {
  rmSync(at(link));
  symlinkSync(to, at(link));
};
const overwrite = (name: string, text: string) => () => {
  writeFileSync(at(name), text);
  utimesSync(at(name), new Date(1e12), new Date(1e12));
};

describe('a result is not kept if, only while the stage ran,', () => {
  test.each([
    [
      'a file had another content',
      'data/one',
      [overwrite('data/one', 'false'), overwrite('data/one', 'right')],
    ],
    ['another file was in its place', 'data/one', byRename('data/one', 'other/one')],
    ['a link led to another file', 'link', [relink('link', 'other/one'), relink('link', 'data/one')]],
    [
      'a link that a link leads to did',
      'link-to-link',
      [relink('link', 'other/one'), relink('link', 'data/one')],
    ],
    [
      'the link to its folder led to another one',
      'link-to-folder/one',
      [relink('link-to-folder', 'other'), relink('link-to-folder', 'data')],
    ],
    [
      'a file of a folder had another content',
      'data',
      [overwrite('data/two', 'false'), overwrite('data/two', 'right')],
    ],
    ['another folder was in its place', 'data', byRename('data', 'other')],
    [
      'a file more was in a folder',
      'data',
      [overwrite('data/three', 'false'), () => rmSync(at('data/three'))],
    ],
    ['a file was not in a folder', 'data', byRename('data/two', 'other/two')],
  ] as [string, string, [() => void, () => void]][])('%s', async (_, file, [away, back]) => {
    const right = read(at(file));
    [beforeReading, afterReading] = [away, back];
    const { states } = await run(file);
    expect(states.get('read')).toMatchObject({
      error: {
        code: 'changed-while-running',
        message: 'data changed while step "read" ran, so its result was not kept. Run it again.',
      },
    });
    expect(store.stats().records).toBe(0);
    beforeReading = afterReading = () => undefined;
    expect(textOf(await run(file))).toBe(right);
  });
});

test('a cell that was made of what a file was for a while is not taken for one of the file', async () => {
  [beforeReading, afterReading] = byRename('data/one', 'other/one');
  expect((await run('data/one', true)).outcomes).toEqual({ read: 'failed' });
  expect(store.stats().cells).toBe(1);
  beforeReading = afterReading = () => undefined;
  expect(textOf(await run('data/one', true))).toBe('right');
});

test('a cell is of the files that its stage reads: other data makes another', async () => {
  expect(textOf(await run('data/one', true))).toBe('right');
  expect(textOf(await run('other/one', true))).toBe('false');
});

test('a file that changes after its step was looked up is not read under the hash that it had', async () => {
  let looks = 0;
  const findFile = store.findFile.bind(store);
  store.findFile = (file) => {
    // The second look is the one right before the stage runs.
    if (++looks === 2) appendFileSync(at('data/one'), '!');
    return findFile(file);
  };
  const { states } = await run('data/one');
  expect(states.get('read')).toMatchObject({ error: { code: 'changed-while-running' } });
  expect(store.stats().records).toBe(0);
  expect(textOf(await run('data/one'))).toBe('right!');
});

test('junk that a system leaves in a folder while a stage reads it does no harm', async () => {
  beforeReading = () => writeFileSync(at('data/.DS_Store'), 'how it looks');
  expect(textOf(await run('data'))).toBe('one: right, two: right');
  beforeReading = () => rmSync(at('data/.DS_Store'));
  expect((await run('data')).outcomes).toEqual({ read: 'hit' });
});
