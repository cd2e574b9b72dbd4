import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  linkSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Hash, sha256 } from '../../../cache/hash.js';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { stampOf } from '../../../pipeline/file-stamp.js';
import { hashFiles } from '../../../pipeline/key/files.js';

// What is remembered of a file must never answer for other bytes than those that it was taken of.

let folder: string;
let file: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-memory-'));
  file = path.join(folder, 'data');
  store = memoryStore();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const LONG_AGO = new Date(1e12);
const hash = async () => (await hashFiles({ data: file }, store))['data'];
const hashOf = (text: string): Hash => sha256(Buffer.from(text));
const read = Date.now;

/** Lets the time pass after which a stat proves something. */
function later(): void {
  vi.spyOn(Date, 'now').mockImplementation(() => read() + 60_000);
}

/** Clocks of file systems stand still for some milliseconds. */
const tick = () => delay(15);

function write(text: string): void {
  writeFileSync(file, text);
  utimesSync(file, LONG_AGO, LONG_AGO);
}

/** Each puts another text of the same length in the file's place, with the same time. */
const REPLACEMENTS: Readonly<Record<string, (text: string) => void>> = {
  'written in place, the same inode': write,
  'touch -r': (text) => {
    execFileSync('cp', ['-p', file, `${file}.time`]);
    writeFileSync(file, text);
    execFileSync('touch', ['-r', `${file}.time`, file]);
  },
  'cp -p': (text) => {
    writeFileSync(`${file}.new`, text);
    utimesSync(`${file}.new`, LONG_AGO, LONG_AGO);
    execFileSync('cp', ['-p', `${file}.new`, file]);
  },
  'renamed over it': (text) => {
    writeFileSync(`${file}.new`, text);
    utimesSync(`${file}.new`, LONG_AGO, LONG_AGO);
    renameSync(`${file}.new`, file);
  },
  'unpacked from a reproducible archive': (text) => {
    const archive = path.join(folder, 'archive.tar');
    write(text);
    execFileSync('tar', ['--mtime=@1000000000', '-C', folder, '-cf', archive, 'data']);
    execFileSync('tar', ['-C', folder, '-xf', archive]);
  },
  'a link to another file': (text) => {
    writeFileSync(`${file}.linked`, text);
    utimesSync(`${file}.linked`, LONG_AGO, LONG_AGO);
    unlinkSync(file);
    symlinkSync(`${file}.linked`, file);
  },
};

describe('other data of the same size and time', () => {
  test.each(Object.entries(REPLACEMENTS))('is noticed: %s', async (_, replace) => {
    write('old');
    await tick();
    later();
    expect(await hash()).toBe(hashOf('old'));
    const { size, mtimeMs } = statSync(file);
    replace('new');
    expect(statSync(file)).toMatchObject({ size, mtimeMs });
    expect(await hash()).toBe(hashOf('new'));
  });

  test('is noticed after any history of replacements and looks', async () => {
    const step = fc.record({
      text: fc.constantFrom('one', 'two', 'six'),
      how: fc.constantFrom('written in place, the same inode', 'renamed over it', 'a link to another file'),
      isLater: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        rmSync(file, { force: true });
        write('old');
        store = memoryStore();
        for (const { text, how, isLater } of steps) {
          vi.restoreAllMocks();
          if (isLater) later();
          REPLACEMENTS[how]!(text);
          await tick();
          expect(await hash()).toBe(hashOf(text));
          expect(await hash()).toBe(hashOf(text));
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('what is remembered', () => {
  const LIE = hashOf('a lie');
  /** Remembers a false hash for the file as it is: whoever gives it has not read. */
  const lie = () =>
    store.commit({
      files: [{ path: file, memory: { hash: LIE, stamp: stampOf(statSync(file, { bigint: true })) } }],
    });

  test('answers without a look at the content', async () => {
    write('data');
    await lie();
    later();
    expect(await hash()).toBe(LIE);
  });

  test('is the hash of what was read, under the stat that it had', async () => {
    write('data');
    later();
    await hash();
    const stamp = stampOf(statSync(file, { bigint: true }));
    expect(store.findFile(file)).toEqual({ hash: hashOf('data'), stamp });
  });

  test.each([
    ['another size', () => appendFileSync(file, '!')],
    ['another time', () => utimesSync(file, LONG_AGO, new Date(1e12 + 1))],
    ['another link to it', () => linkSync(file, `${file}.2`)],
  ])('does not answer for %s', async (_, change) => {
    write('data');
    await lie();
    await tick();
    later();
    change();
    expect(await hash()).not.toBe(LIE);
  });

  test('is nothing of a file that was changed just now, whatever time it was given', async () => {
    write('data');
    const changedAt = Math.floor(statSync(file).ctimeMs);
    vi.spyOn(Date, 'now').mockReturnValue(changedAt + 1_999);
    await hash();
    expect(store.findFile(file)).toBeUndefined();
    await lie();
    expect(await hash()).toBe(hashOf('data'));
  });

  test('is nothing of a file from the future', async () => {
    writeFileSync(file, 'data');
    const tomorrow = new Date(read() + 86_400_000);
    utimesSync(file, tomorrow, tomorrow);
    later();
    await hash();
    expect(store.findFile(file)).toBeUndefined();
    await lie();
    expect(await hash()).toBe(hashOf('data'));
  });
});

test.skipIf(process.platform === 'win32')(
  'what is no file is refused, and nobody waits for it to end',
  async () => {
    execFileSync('mkfifo', [file]);
    await expect(hash()).rejects.toThrow(
      /^Cannot read the data file .*data: it is neither a file nor a folder\.$/,
    );
  },
);

describe('a file that changes while it is read', () => {
  /** Writes whenever the clock is looked at, which is between the stat and the reading. */
  function writeMeanwhile(times: number): void {
    let left = times;
    vi.spyOn(Date, 'now').mockImplementation(() => {
      if (left-- > 0) appendFileSync(file, '!');
      return read() + 60_000;
    });
  }

  test('is read again', async () => {
    write('data');
    writeMeanwhile(2);
    expect(await hash()).toBe(hashOf('data!!'));
    expect(store.findFile(file)?.hash).toBe(hashOf('data!!'));
  });

  test('and never stays the same is refused in one line, and nothing is remembered of it', async () => {
    write('data');
    writeMeanwhile(100);
    await expect(hash()).rejects.toThrow(
      /^Cannot read the data file .*data: .*data changed each of the 3 times that it was read\. Run it again when nothing writes to it\.$/,
    );
    expect(store.findFile(file)).toBeUndefined();
  });

  test('is not taken for another one that a link led to meanwhile', async () => {
    const [one, two] = [`${file}.1`, `${file}.2`];
    for (const place of [one, two]) {
      writeFileSync(place, place);
      utimesSync(place, LONG_AGO, LONG_AGO);
    }
    const leadTo = (place: string) => {
      rmSync(file, { force: true });
      symlinkSync(place, file);
    };
    leadTo(one);
    const places = [two, one];
    vi.spyOn(Date, 'now').mockImplementation(() => {
      const place = places.shift();
      if (place) leadTo(place);
      return read() + 60_000;
    });
    expect(await hash()).toBe(hashOf(one));
    expect(store.findFile(file)).toEqual({
      hash: hashOf(one),
      stamp: stampOf(statSync(one, { bigint: true })),
    });
  });
});
