import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunOutline } from '../../../cli/process/run-outline.js';
import { startRun } from '../../../cli/process/run-process.js';
import type { RunRequest } from '../../../cli/process/run-request.js';
import type { RunEvent } from '../../../pipeline/run/events.js';
import { restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';

// A run in a process of its own, from the sources, as another part of the program sees it.

const { folder, remove } = temporaryFolder();
afterAll(remove);

let params: string;
beforeAll(() => {
  params = writeSmallStudy(folder);
});

const request = (cache: string, changes: Partial<RunRequest> = {}): RunRequest => ({
  wanted: ['evaluate-rf'],
  cache: path.join(folder, cache),
  params,
  set: [],
  ...changes,
});

/** What `restudy runs` says of a cache's runs. */
async function runsOf(cache: string) {
  return (await restudy(['runs', '--json', '--cache', path.join(folder, cache)])).lines;
}

test('tells first what is known of the steps, then all events in order, last what came of it', async () => {
  const told: (RunEvent | RunOutline)[] = [];
  const tell = (one: RunEvent | RunOutline) => told.push(one);
  const end = await startRun(request('whole', { jobs: 1 }), tell, tell).ended;

  const [outline, ...events] = told as [RunOutline, ...RunEvent[]];
  expect(outline).toMatchObject({
    jobs: 1,
    steps: [
      { step: 'digits', after: [], lastSeconds: null },
      { step: 'split', after: ['digits'], lastSeconds: null },
      { step: 'rf', after: ['split'], lastSeconds: null },
      { step: 'evaluate-rf', after: ['rf', 'split'], lastSeconds: null },
    ],
    reads: ['testImages', 'testLabels', 'trainImages', 'trainLabels'].map((file) => path.join(folder, file)),
  });
  expect(events.at(0)).toMatchObject({ type: 'run-started', steps: outline.steps.map(({ step }) => step) });
  const rf = events.flatMap((event) =>
    event.type === 'step' && event.step === 'rf' ? [event.state.state] : [],
  );
  expect([...new Set(rf)]).toEqual(['waiting', 'looking-up', 'queued', 'running', 'ran']);
  expect(events.at(-1)).toMatchObject({ type: 'run-ended', outcome: 'done' });
  expect(end).toMatchObject({
    outcome: 'done',
    results: [
      { step: 'digits', outcome: 'ran' },
      { step: 'split', outcome: 'ran' },
      { step: 'rf', outcome: 'ran', scores: { total: 120, seedAccuracy: 0.9673 } },
      { step: 'evaluate-rf', outcome: 'ran' },
    ],
  });
});

test('is recorded as the command that does the same', async () => {
  await startRun(request('recorded', { set: ['rf.nEstimators=2'], wanted: ['split'] }), () => {}).ended;
  expect(await runsOf('recorded')).toMatchObject([
    {
      command: [
        ...['run', 'split', '--cache', path.join(folder, 'recorded'), '--params', params],
        ...['--set', 'rf.nEstimators=2'],
      ],
    },
  ]);
});

test('a step that fails comes with its message', async () => {
  const events: RunEvent[] = [];
  const set = [`digits.trainImages=${params}`];
  const end = await startRun(request('failed', { set }), (event) => events.push(event)).ended;
  expect(end.outcome).toBe('failed');
  const failed = events.flatMap((event) =>
    event.type === 'step' && event.state.state === 'failed' ? [event.state.error] : [],
  );
  expect(failed).toEqual([expect.objectContaining({ message: expect.stringContaining('params.yaml') })]);
});

let attempts = 0;

// It has less than a second to record that: a machine that is busy with other things may need more, but not each time.
test('cancelled while it runs, it ends as interrupted, and is recorded so', { retry: 2 }, async () => {
  const cache = `cancelled-${attempts++}`;
  // All digits: there is time to cancel.
  const { params: _, ...all } = request(cache, { wanted: ['rf'] });
  const run = startRun(all, ({ type }) => {
    if (type === 'step') run.cancel();
  });
  expect((await run.ended).outcome).toBe('interrupted');
  expect(await runsOf(cache)).toMatchObject([{ outcome: 'interrupted' }]);
});

test('cancelled before it begins, it leaves nothing behind', async () => {
  const run = startRun(request('unbegun'), () => {});
  run.cancel();
  expect(await run.ended).toEqual({ outcome: 'interrupted' });
  mkdirSync(path.join(folder, 'unbegun'), { recursive: true });
  expect(await runsOf('unbegun')).toEqual([]);
});

test.each([
  ['bad params', { set: ['rf.nEstimators=0'] }, /^--set rf\.nEstimators=0: nEstimators must be .*; got 0\.$/],
  ['a step that there is not', { wanted: ['--force'] }, /^There is no step "--force"\./],
])('%s: no run, and the reason', async (_, changes, message) => {
  const events: RunEvent[] = [];
  const end = await startRun(request('refused', changes), (event) => events.push(event)).ended;
  expect(end).toEqual({ outcome: 'crashed', message: expect.stringMatching(message) });
  expect(events).toEqual([]);
});
