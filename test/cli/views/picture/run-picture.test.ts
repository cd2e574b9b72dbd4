import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { runPicture } from '../../../../cli/views/picture/run-picture.js';
import { failed, hit, outlineOf, plain, queued, ran, running, statesOf } from './outlines.js';

const states = statesOf({
  digits: hit,
  explore: ran(0.4),
  split: hit,
  'vote-svm': running(0.5, 12),
  'vote-rf': queued,
});

const picture = (columns: number, rows: number, of = states) =>
  plain(runPicture(outlineOf(), of, { columns, rows }));

test('shows the graph as a tree: each step below the one that it waits for, what else it waits for beside it', () => {
  expect(picture(79, 24)).toEqual([
    '= digits                 hit',
    '├ ✓ explore                0.4 s  C 1 -> 3',
    '└ = split                hit',
    '  ├ ▸ vote-svm           ━━━━━━━━━━━━────────────  50 %  12 s left',
    '  └ · vote-rf            queued',
    '    └ · vote             waits for vote-svm',
    '      └ · evaluate-vote',
    '        └ · report',
    '',
    '3 of 8 steps  ━━━━━━━━━━━━━─────────────────',
  ]);
});

test('a narrow window has no tree, and says of each waiting step what it waits for', () => {
  expect(picture(39, 24)).toEqual([
    '= digits         hit',
    '✓ explore          0.4 s  C 1 -> 3',
    '= split          hit',
    '▸ vote-svm        50 % 12 s',
    '· vote-rf        queued',
    '· vote           waits for vote-svm, v…',
    '· evaluate-vote  waits for vote',
    '· report         waits for evaluate-vo…',
    '',
    '3 of 8 steps  ━━━━━━━━━━━──────────────',
  ]);
});

test('a low window keeps what fails and runs, and says how many steps it leaves out', () => {
  expect(
    picture(79, 7, statesOf({ digits: hit, explore: failed('no'), 'vote-rf': running(0.25, null) })),
  ).toEqual([
    expect.stringMatching(/^✗ explore +no$/),
    expect.stringMatching(/^· split/),
    expect.stringMatching(/^· vote-svm/),
    expect.stringMatching(/^▸ vote-rf .* 25 %/),
    '… and 4 more steps',
    '',
    expect.stringMatching(/^2 of 8 steps/),
  ]);
});

describe('no line is wider than the window, and no picture higher', () => {
  const long = failed('Cannot read 数字/数字/数字/数字/数字/数字/数字/数字/数字.\nSecond line\u0007');
  const wide = statesOf({
    digits: hit,
    explore: long,
    split: ran(65, 12_345_678),
    'vote-svm': running(0.999, 7_265),
  });
  test.each([1, 2, 5, 10, 20, 39, 40, 55, 80, 120, 300])('%i columns', (columns) => {
    for (const rows of [1, 2, 3, 5, 9, 10, 11, 50]) {
      const lines = runPicture(outlineOf(), wide, { columns, rows });
      expect(lines.length).toBeLessThanOrEqual(Math.max(rows, 3));
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
    }
  });

  test('and what a message holds commands no terminal', () => {
    const [, line] = picture(120, 24, wide);
    expect(line).toContain('Second line\\u0007');
  });
});

test('says how long it takes yet once all durations are known', () => {
  const known = outlineOf({ 'vote-svm': 10, 'vote-rf': 20, vote: 1, 'evaluate-vote': 2, report: 1 });
  const [foot] = plain(runPicture(known, states, { columns: 79, rows: 24 })).slice(-1);
  // vote-rf takes 20 s beside vote-svm, and what follows 4 s.
  expect(foot).toMatch(/about 24 s left$/);
});
