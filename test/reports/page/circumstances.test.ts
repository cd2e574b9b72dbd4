import { expect, test } from 'vitest';
import type { Key } from '../../../cache/hash.js';
import type { RunRecord, StepRecord } from '../../../cache/record.js';
import { configure } from '../../../pipeline/study/configure.js';
import { Circumstances } from '../../../reports/page/circumstances.js';
import { study } from '../../../stages/study.js';
import { hashOf, madeRecord } from '../../pipeline/records.js';
import { smallSource } from './page-source.js';

/** Each step of the study took twice as long as the one before. */
const records = new Map(
  study.steps.map(({ id }, index): [string, StepRecord] => {
    const record = madeRecord(id, {});
    return [id, { ...record, circumstances: { ...record.circumstances, seconds: 2 ** index } }];
  }),
);
const secondsOf = (...steps: string[]) =>
  steps.reduce((sum, step) => sum + records.get(step)!.circumstances.seconds, 0);

function circumstances(runs: readonly RunRecord[] = []) {
  return new Circumstances(
    smallSource(
      {},
      {
        steps: configure(study, []),
        report: 'report',
        records,
        store: { readArtifact: () => undefined, runs: () => [...runs] },
      },
    ),
  );
}

test('fitting a model took as long as its step; a vote, as long as it and its members', () => {
  expect(circumstances().fitSeconds('svm')).toBe(secondsOf('svm'));
  expect(circumstances().fitSeconds('final-vote')).toBe(secondsOf('final-vote', 'final-svm', 'rf-tuned'));
  expect(circumstances().predictSeconds('final-vote')).toBe(secondsOf('evaluate-final-vote'));
  expect(circumstances().fitSeconds('nobody')).toBeNull();
});

test('tuned params stand in for the own ones', () => {
  const best = { bestParams: { C: 10 }, bestScore: 1, bestIndex: 0, candidates: [] };
  const fitParams = (name: string) => circumstances().fitParams(name, { 'svm-grid': best });
  expect(fitParams('svm')).toMatchObject({ C: 1, trainOn: 10_000 });
  expect(fitParams('svm-tuned')).toMatchObject({ C: 10, trainOn: 10_000 });
});

test('outcomes are those of the newest run that had this very report, of the same results only', () => {
  const run = (id: string, entries: RunRecord['steps']): RunRecord => ({
    id,
    study: 'mnist',
    startedAt: '2026-01-01T00:00:00.000Z',
    command: ['run'],
    steps: entries,
  });
  const entry = (step: string, outcome: 'hit' | 'ran', key: Key = records.get(step)!.key) => ({
    step,
    outcome,
    key,
    seconds: 1,
  });
  const other = hashOf('another key') as string as Key;
  const found = circumstances([
    run('newest', [entry('svm', 'hit'), entry('report', 'ran', other)]),
    run('fitting', [entry('svm', 'ran'), entry('rf', 'ran', other), entry('report', 'ran')]),
    run('older', [entry('svm', 'hit'), entry('report', 'hit')]),
  ]);
  expect(found.run?.id).toBe('fitting');
  expect(found.outcomeOf('svm')).toBe('ran');
  expect(found.outcomeOf('rf')).toBeUndefined();
  expect(found.outcomeOf('vote')).toBeUndefined();
});
