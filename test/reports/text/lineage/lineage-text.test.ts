import { describe, expect, test } from 'vitest';
import type { Key } from '../../../../cache/hash.js';
import { ancestors, descendants, usersOf } from '../../../../pipeline/history/lineage.js';
import { resultSubject } from '../../../../pipeline/history/lineage-subject.js';
import { Provenance } from '../../../../pipeline/history/provenance.js';
import { ancestorsText } from '../../../../reports/text/lineage/ancestors-text.js';
import { descendantsText } from '../../../../reports/text/lineage/descendants-text.js';
import { treeLines, wrapped } from '../../../../reports/words/tree.js';
import { hashOf, madeRecord } from '../../../pipeline/records.js';

const data = madeRecord('data', { files: { images: 'bytes' }, outputs: { out: 'data' }, second: 1 });
const left = madeRecord('left', {
  inputs: { in: 'data' },
  outputs: { out: 'left' },
  second: 2,
  params: { C: 1 },
});
const right = madeRecord('right', { inputs: { in: 'data' }, outputs: { out: 'right' }, second: 3 });
const join = madeRecord('join', { inputs: { a: 'left', b: 'right' }, outputs: { out: 'join' }, second: 4 });
const short = (content: string) => hashOf(content).slice(0, 12);

const up = (records = [data, left, right, join], start = join) => {
  const provenance = new Provenance(records);
  const sources = [
    {
      step: 'data',
      outputs: data.outputs,
      files: data.parts.files,
      description: { name: 'numbers', source: 'somewhere', licence: 'none' },
    },
  ];
  return ancestorsText(
    resultSubject(provenance, start, 'out'),
    ancestors(provenance, start),
    sources,
    () => undefined,
  );
};

describe('what made a result', () => {
  test('is a tree in which a shared ancestor is printed once, down to the whole hashes of the data', () => {
    expect(up().split('\n')).toEqual([
      `join.out ${hashOf('join')}`,
      `│  make-join · 2026-01-01 00:00:04 · 1.5 s · key ${short('key of join')}`,
      `├─ a: left.out ${short('left')}`,
      `│  │  make-left · 2026-01-01 00:00:02 · 1.5 s · key ${short('key of left')}`,
      '│  │  C=1',
      `│  └─ in: data.out ${short('data')}`,
      `│        make-data · 2026-01-01 00:00:01 · 1.5 s · key ${short('key of data')}`,
      `│        file images ${short('bytes')}`,
      `└─ b: right.out ${short('right')}`,
      `   │  make-right · 2026-01-01 00:00:03 · 1.5 s · key ${short('key of right')}`,
      `   └─ in: data.out ${short('data')} (above)`,
      '',
      'data',
      `  data.out     ${hashOf('data')}`,
      '  name         numbers',
      '  source       somewhere',
      '  licence      none',
      `  file images  ${hashOf('bytes')}`,
      '',
      'made on (times are UTC)',
      '  Node v20.0.0, V8 11.3, linux-x64, a processor, 2 threads, git abcdef012345 (uncommitted changes)',
      '',
      'packages',
      '  zod 4.0.0',
    ]);
  });

  test('says which records were blessed, and which others made the same bytes', () => {
    const blessed = madeRecord('left', {
      inputs: { in: 'data' },
      outputs: { out: 'left' },
      second: 2,
      blessed: { from: 'f'.repeat(64) as Key, at: '2026-01-01T00:01:00.000Z' },
    });
    const other = madeRecord('other', { outputs: { out: 'left' }, second: 1 });
    const text = up([data, blessed, other, right, join]);
    expect(text).toContain('make-left · blessed from ffffffffffff at 2026-01-01 00:01:00 · key');
    expect(text).toContain(`the same bytes also from  other ${short('key of other')} at 2026-01-01 00:00:01`);
  });

  test('tells apart where records were made on different machines', () => {
    const elsewhere = { ...right, circumstances: { ...right.circumstances, threads: 1, git: null } };
    const text = up([data, left, elsewhere, join]);
    expect(text).toMatch(/make-right · .* · \[2\]/);
    expect(text).toContain('[2] Node v20.0.0, V8 11.3, linux-x64, a processor, 1 thread, not under git');
  });

  test('an input without a record is said to be lost', () => {
    expect(up([data, left, join])).toContain(`└─ b: ${short('right')}, whose record is not kept any more`);
  });
});

describe('what used a result', () => {
  const down = (records = [data, left, right, join]) => {
    const provenance = new Provenance(records);
    const users = usersOf(provenance, data.outputs);
    return descendantsText(['data'], users, descendants(provenance, users), () => undefined);
  };

  test('is a tree in which each step is drawn once and named where it is used besides', () => {
    expect(down().split('\n').slice(0, 8)).toEqual([
      'data',
      '├─ left (as in)',
      `│  │  make-left · 2026-01-01 00:00:02 · 1.5 s · key ${short('key of left')}`,
      '│  └─ join (as a)',
      `│        make-join · 2026-01-01 00:00:04 · 1.5 s · key ${short('key of join')}`,
      '└─ right (as in)',
      `      make-right · 2026-01-01 00:00:03 · 1.5 s · key ${short('key of right')}`,
      '      elsewhere in this tree: join (as b)',
    ]);
  });

  test('tells two records of one step apart by the params in which they differ', () => {
    const again = madeRecord('again', {
      ...{ inputs: { in: 'data' } },
      step: 'left',
      params: { C: 3 },
      second: 9,
    });
    const text = down([data, left, again]);
    expect(text).toContain('left (as in)  C=1');
    expect(text).toContain('left (as in)  C=3');
  });

  test('nothing is said in a line', () => {
    expect(down([data])).toBe('data\nNothing that is kept used it.');
  });
});

test('no item of a line is longer than the line, and none is lost', () => {
  expect(wrapped(['aa', 'bbb', 'cccccc'], 7)).toEqual(['aa  bbb', 'cccccc']);
  expect(wrapped(['abcdefghij'], 7)).toEqual(['abcdef…']);
});

test('a very deep tree does not exhaust the stack', () => {
  const lines = treeLines([2_000], (depth) => ({ lines: ['x'], children: depth > 1 ? [depth - 1] : [] }));
  expect(lines).toHaveLength(2_000);
});
