import { expect, test } from 'vitest';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { outlineRun } from '../../../cli/process/run-outline.js';
import { configure, type Setting } from '../../../pipeline/study/configure.js';
import { FakeFingerprints, runStudy, set, smallStudy } from '../../pipeline/small-study.js';

test('a step is expected to take as long as it did with these params, or else with the nearest', async () => {
  const store = memoryStore();
  const times = (value: number) => [set('total', 'times', value)];
  const run = async (settings: readonly Setting[]) => {
    const { states } = await runStudy(smallStudy, store, { set: settings });
    const state = states.get('total');
    return state?.state === 'ran' ? state.record.circumstances.seconds : undefined;
  };
  const expected = (settings: readonly Setting[]) => {
    const fingerprints = new FakeFingerprints();
    const session = { study: 'small', store, fingerprints, resources: {} as never, threads: 1 };
    const { steps } = outlineRun(configure(smallStudy, settings), 1, session);
    return steps.find(({ step }) => step === 'total')?.lastSeconds;
  };
  expect(expected([])).toBeNull();
  const usual = await run([]);
  const other = await run(times(3));
  expect(expected([])).toBe(usual);
  expect(expected(times(3))).toBe(other);
  expect(expected(times(4))).toBe(other);
});
