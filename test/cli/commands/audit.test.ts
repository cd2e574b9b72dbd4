import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referencesOf } from '../../../cache/artifact/codec.js';
import type { Hash, Key } from '../../../cache/hash.js';
import { nameOf } from '../../../cache/tables/entries.js';
import { type Finished, type Line, outcomes, restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';
import { flipBit, putRecord, recordOf, tamper } from '../tamper.js';

// The whole study on 600 real digits, run once; then each test does something to a copy of the cache.

const { folder, remove } = temporaryFolder();
afterAll(remove);

const original = path.join(folder, 'original');
let params: string;
let head: string;
const run = (cache: string, ...args: string[]) =>
  restudy(['run', '--json', '--cache', cache, '--params', params, ...args]);
const audit = (cache: string, ...args: string[]) =>
  restudy(['audit', '--cache', cache, '--params', params, ...args]);
const auditJson = (cache: string, ...args: string[]) => audit(cache, '--json', ...args);

function copy(name: string): string {
  const cache = path.join(folder, name);
  cpSync(original, cache, { recursive: true });
  return cache;
}

/** step -> verdict, of those that were not reproduced */
function failures({ lines }: Finished): Record<string, unknown> {
  return Object.fromEntries(
    lines
      .filter(({ type, verdict }) => type === 'audited-step' && verdict !== 'reproduced')
      .map(({ step, verdict }) => [String(step), verdict]),
  );
}

function summary({ lines }: Finished): Line & {
  readonly history: {
    readonly head: string;
    readonly faults: readonly object[];
    readonly headFound: boolean | null;
  };
  readonly artifacts: { readonly faults: readonly object[] };
} {
  return lines.at(-1) as never;
}

async function expectClean(cache: string): Promise<void> {
  const again = await auditJson(cache);
  expect(failures(again)).toEqual({});
  expect(summary(again)).toMatchObject({
    outcome: 'whole',
    history: { faults: [] },
    artifacts: { faults: [] },
    damage: 'none',
  });
  expect(again.code).toBe(0);
}

beforeAll(async () => {
  params = writeSmallStudy(folder);
  expect((await run(original)).code).toBe(0);
});

describe('a cold study', () => {
  test('is reproduced, all of it, and nothing is recorded by that', async () => {
    const before = (await restudy(['cache', 'stats', '--json', '--cache', original])).lines;
    const { code, stdout, stderr } = await audit(original);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^history: \d+ links, it is whole$/m);
    expect(stdout).toMatch(/^artifacts: \d+ \(.* MB\), as they were written$/m);
    expect(stdout).toMatch(/^evaluate-final-vote .* reproduced$/m);
    expect(stdout).toMatch(/^whole: 24 of 24 steps reproduced in/m);
    expect((await restudy(['cache', 'stats', '--json', '--cache', original])).lines).toEqual(before);
    head = /^ +head ([0-9a-f]{64})$/m.exec(stdout)![1]!;
  });

  test('is reproduced on another number of threads, which is said', async () => {
    const finished = await auditJson(original, '--threads', '3', 'evaluate-rf');
    expect(finished.code).toBe(0);
    expect(finished.lines.map(({ step }) => step)).toEqual(
      expect.arrayContaining(['digits', 'split', 'rf', 'evaluate-rf']),
    );
    expect(finished.lines).toHaveLength(5);
    expect(finished.lines[0]).toMatchObject({ elsewhere: [{ name: 'threads', now: 3 }] });
  });

  test('has no result for other params, and the way out is said', async () => {
    const { code, stdout } = await audit(original, 'evaluate-svm', '--set', 'svm.C=3');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^svm .* no result: it never ran with these params$/m);
    expect(stdout).toContain('restudy run makes what is not there.');
  });
});

describe('what is damaged is named, and the next run makes it again', () => {
  test('one byte of a model', async () => {
    const cache = copy('flipped');
    const model = await tamper(cache, (tables) => {
      const hash = recordOf(tables, 'svm').outputs['model']!;
      return { hash, bytes: tables.getBlob(hash)! };
    });
    flipBit(cache, model.bytes);

    const kept = await auditJson(cache, '--keep-damaged');
    expect(kept.code).toBe(1);
    const found = await auditJson(cache);
    expect(found.code).toBe(1);
    expect(failures(found)).toEqual({ 'evaluate-svm': 'input-missing', report: 'input-missing' });
    expect(summary(found).artifacts.faults).toEqual([
      { artifact: model.hash, state: 'damaged', of: ['svm.model'] },
    ]);
    expect(summary(found)['deleted']).toContain(`artifacts/${model.hash}`);

    expect(outcomes(await run(cache)).ran).toEqual(['svm']);
    await expectClean(cache);
  });

  test('one byte of a tree that a forest refers to', async () => {
    const cache = copy('flipped-tree');
    const tree = await tamper(cache, (tables) => {
      const hash = referencesOf(tables.getBlob(recordOf(tables, 'rf').outputs['model']!)!)[2]!;
      return { hash, bytes: tables.getBlob(hash)! };
    });
    flipBit(cache, tree.bytes);

    const { code, stdout } = await audit(cache);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`artifact ${tree.hash} is damaged: a part of \\S+\\.model`));
    expect(stdout).toMatch(/^evaluate-rf .* an input is missing$/m);
    expect(stdout).toMatch(/^Deleted, so that the next restudy run makes it again: artifacts\//m);

    expect(outcomes(await run(cache)).ran).toContain('rf');
    await expectClean(cache);
  });
});

describe('what somebody did to records is named', () => {
  test('one edited, which a run cannot know; forcing its step records it anew', async () => {
    const cache = copy('edited');
    const key = await tamper(cache, async (tables) => {
      const record = recordOf(tables, 'svm-grid');
      await putRecord(tables, { ...record, circumstances: { ...record.circumstances, seconds: 0.001 } });
      return record.key;
    });

    const { code, stdout } = await audit(cache);
    expect(code).toBe(1);
    expect(stdout).toContain(`the record of svm-grid was edited (key ${key})`);
    expect(stdout).toContain('To compute and record anew: restudy run --force svm-grid');
    expect(outcomes(await run(cache)).ran).toEqual([]);

    expect((await run(cache, '--force', 'svm-grid')).code).toBe(0);
    await expectClean(cache);
  });

  test('one output swapped for another that there is', async () => {
    const cache = copy('swapped');
    const key = await tamper(cache, async (tables) => {
      const record = recordOf(tables, 'evaluate-svm');
      const others = recordOf(tables, 'evaluate-final-vote').outputs;
      await putRecord(tables, { ...record, outputs: { ...record.outputs, ...others } });
      return record.key;
    });

    const found = await auditJson(cache);
    expect(found.code).toBe(1);
    expect(failures(found)).toEqual({ 'evaluate-svm': 'differs' });
    expect(summary(found).history.faults).toEqual([
      { kind: 'edited', table: 'records', key, step: 'evaluate-svm' },
    ]);
    const { stdout } = await audit(cache);
    expect(stdout).toMatch(
      /^ +predictions: \d+ of \d+ bytes differ\n +value: \d+ of 120 elements \(.* %\), by \d at most$/m,
    );
    expect(stdout).toMatch(/^ +accuracy: 0\.\d+ was recorded, now 0\.\d+$/m);

    await run(cache, '--force', 'evaluate-svm');
    await expectClean(cache);
  });

  test('one made up, whose text cannot write to the terminal', async () => {
    const cache = copy('made-up');
    const key = 'f'.repeat(64) as Key;
    await tamper(cache, (tables) => {
      const step = '\u001b[2Jhello';
      return putRecord(tables, { ...recordOf(tables, 'svm'), key, step });
    });
    const { code, stdout } = await audit(cache, 'explore');
    expect(code).toBe(1);
    expect(stdout).toContain(`the record of \\u001b[2Jhello was made up: no run wrote it (key ${key})`);
  });

  test('one taken away; the next run makes it again', async () => {
    const cache = copy('taken');
    const key = await tamper(cache, async (tables) => {
      const { key } = recordOf(tables, 'split');
      await tables.write([{ table: 'records', key }]);
      return key;
    });
    const found = await auditJson(cache);
    expect(found.code).toBe(1);
    expect(failures(found)).toEqual({ split: 'no-result' });
    expect(summary(found).history.faults).toEqual([
      { kind: 'missing', table: 'records', key, step: 'split' },
    ]);
    expect(outcomes(await run(cache)).ran).toEqual(['split']);
    await expectClean(cache);
  });
});

describe('history that was rewritten', () => {
  test('by changing a link, or taking one out', async () => {
    const cache = copy('relinked');
    await tamper(cache, async (tables) => {
      const [key, text] = tables.entries('chain')[3]!;
      await tables.write([{ table: 'chain', key, text: text.replace(/"at":"2/, '"at":"1') }]);
    });
    const { code, stdout } = await audit(cache, 'explore');
    expect(code).toBe(1);
    expect(stdout).toContain('link 4: damaged, or does not follow the one before it');
    expect(stdout).toContain('keep this cache as evidence, and start another with --cache');
  });

  test('by cutting its end together with what that tells of: whoever noted the head sees it', async () => {
    const cache = copy('cut');
    await run(cache, 'split');
    const later = summary(await auditJson(cache, 'split')).history.head;
    const { lines } = await restudy(['runs', '--json', '--cache', cache]);
    const last = nameOf(String(lines[0]!['id']));
    await tamper(cache, async (tables) => {
      const [link] = tables.entries('chain').at(-1)!;
      const steps = tables.entries('run-steps').filter(([key]) => key.startsWith(last));
      await tables.write([
        { table: 'chain', key: link },
        { table: 'runs', key: last },
        ...steps.map(([key]) => ({ table: 'run-steps' as const, key })),
      ]);
    });
    expect((await audit(cache, 'split')).code).toBe(0);
    expect((await audit(cache, 'split', '--head', head)).code).toBe(0);
    const { code, stdout } = await audit(cache, 'split', '--head', later as Hash);
    expect(code).toBe(1);
    expect(stdout).toContain('the head that was asked for is not part of it');
  });

  test('a head that is none is bad usage', async () => {
    const { code, stderr } = await audit(original, '--head', 'abc');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^restudy: --head must be the 64 hexadecimal digits .*; got "abc"\.\n$/);
  });
});
