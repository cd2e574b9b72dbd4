import { expect, test } from 'vitest';
import type { RunRecord, RunStep } from '../../../cache/record.js';
import { runsText } from '../../../reports/text/runs-text.js';

const step = (outcome: RunStep['outcome']): RunStep => ({ step: 'svm', outcome, seconds: 0 });
const runs: RunRecord[] = [
  {
    id: '20260101T000100-bb',
    study: 'small',
    startedAt: '2026-01-01T00:01:00.000Z',
    endedAt: '2026-01-01T00:01:02.500Z',
    outcome: 'failed',
    command: ['run', '--set', 'svm.C=3'],
    steps: [step('hit'), step('failed'), step('skipped'), step('skipped')],
  },
  {
    id: '20260101T000000-aa',
    study: 'small',
    startedAt: '2026-01-01T00:00:00.000Z',
    command: ['run'],
    steps: [],
  },
];
const tagsOf = (run: string) => (run.endsWith('aa') ? ['draft', 'paper'] : []);

test('runs are a line each: when, how they and their steps ended, tags, command', () => {
  expect(runsText(runs, tagsOf).split('\n')).toEqual([
    'run                 started (UTC)        outcome  took   steps                       tags          command',
    '20260101T000100-bb  2026-01-01 00:01:00  failed   2.5 s  1 hit, 1 failed, 2 skipped                run --set svm.C=3',
    '20260101T000000-aa  2026-01-01 00:00:00  killed          none                        draft, paper  run',
  ]);
});

test('in a narrow window, commands stand below their runs', () => {
  const lines = runsText(runs, tagsOf, 100).split('\n');
  expect(lines).toHaveLength(5);
  expect(lines[2]).toBe('  run --set svm.C=3');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
});
