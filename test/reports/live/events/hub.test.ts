import { afterEach, describe, expect, test, vi } from 'vitest';
import type { RunEvent, StepState } from '../../../../pipeline/run/events.js';
import { Hub } from '../../../../reports/live/events/hub.js';
import type { LiveEvent, StepView } from '../../../../reports/live/wire.js';
import { runStudy, smallStudy } from '../../../pipeline/small-study.js';

const started: RunEvent = { type: 'run-started', run: 'r1', study: 's', steps: ['fit', 'score'] };
const step = (id: string, state: StepState): RunEvent => ({ type: 'step', step: id, state });
const running = (fraction: number): StepState => ({
  state: 'running',
  key: 'k' as never,
  reasons: [],
  fraction,
  secondsLeft: null,
});

function begun(): Hub {
  const hub = new Hub();
  hub.begin();
  hub.show(started);
  return hub;
}

function views(events: readonly LiveEvent[] | undefined): StepView[] {
  return (events ?? []).flatMap((event) => (event.type === 'step' ? [event.view] : []));
}

afterEach(() => {
  vi.useRealTimers();
});

describe('a subscriber', () => {
  test('gets the state of things first, then every change of it', async () => {
    const hub = begun();
    hub.show(step('fit', { state: 'looking-up' }));
    const subscription = hub.subscribe();
    const [first, ...others] = (await subscription.take())!;
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      type: 'run',
      run: { id: 'r1', states: { fit: { state: 'looking-up' }, score: { state: 'waiting' } } },
    });
    hub.show(step('fit', running(0)));
    hub.show(step('fit', { state: 'skipped', because: 'digits' }));
    expect(views(await subscription.take()).map(({ state }) => state)).toEqual(['running', 'skipped']);
  });

  test('is told once a second how far steps are, of all at once, and nothing of it that is over', async () => {
    vi.useFakeTimers();
    const hub = begun();
    for (const id of ['fit', 'score']) hub.show(step(id, running(0)));
    const subscription = hub.subscribe();
    await subscription.take();
    const told = vi.fn();
    void (async () => {
      for (let events = await subscription.take(); events; events = await subscription.take()) told(events);
    })();
    for (let percent = 1; percent <= 16; percent++) {
      hub.show(step('fit', running(percent / 100)));
      hub.show(step('score', running(percent / 50)));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(told).toHaveBeenCalledTimes(1);
    expect(views(told.mock.calls[0]![0])).toMatchObject([{ fraction: 0.1 }, { fraction: 0.2 }]);
    hub.show(step('score', { state: 'skipped', because: 'digits' }));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(told).toHaveBeenCalledTimes(3);
    expect(views(told.mock.calls[1]![0])).toMatchObject([{ state: 'skipped' }]);
    expect(views(told.mock.calls[2]![0])).toMatchObject([{ state: 'running', fraction: 0.16 }]);
    subscription.close();
  });

  test('that comes back has all that one knows that stayed', async () => {
    const hub = new Hub();
    const stayed = hub.subscribe();
    hub.begin({ source: { values: [1] } });
    const known = new Map<string, StepView>();
    const { states } = await runStudy(smallStudy, undefined, { onEvent: (event) => hub.show(event) });
    hub.end({ outcome: 'done' });
    for (const event of (await stayed.take())!) {
      if (event.type === 'step') known.set(event.step, event.view);
    }
    const [now] = (await hub.subscribe().take())!;
    expect(states.size).toBe(3);
    expect(now).toMatchObject({
      type: 'run',
      run: {
        states: Object.fromEntries(known),
        end: { outcome: 'done' },
        overrides: { source: { values: [1] } },
      },
    });
    expect([...known.values()].every(({ state }) => state === 'ran')).toBe(true);
  });

  test('that reads slowly misses how far a step was in between, and no state', async () => {
    const hub = begun();
    const subscription = hub.subscribe();
    await subscription.take();
    subscription.push({ type: 'step', step: 'fit', view: { state: 'queued' }, at: 0 });
    for (let percent = 0; percent <= 100; percent++) {
      const view: StepView = { state: 'running', fraction: percent / 100 };
      subscription.push({ type: 'step', step: 'fit', view, at: 0 });
      subscription.push({ type: 'step', step: 'score', view, at: 0 });
    }
    subscription.push({ type: 'step', step: 'fit', view: { state: 'ran' }, at: 0 });
    const taken = views(await subscription.take());
    expect(taken.map(({ state }) => state)).toEqual(['queued', 'running', 'running', 'ran']);
    expect(taken[1]?.fraction).toBe(1);
  });

  test('that takes nothing holds a bounded number of events, and then gets the state of things', async () => {
    const hub = begun();
    const subscription = hub.subscribe();
    for (let change = 0; change < 50_000; change++) {
      hub.show(step('fit', change % 2 === 0 ? { state: 'looking-up' } : { state: 'waiting' }));
    }
    hub.show(step('fit', { state: 'skipped', because: 'digits' }));
    const taken = (await subscription.take())!;
    expect(taken.length).toBeLessThanOrEqual(1_000);
    const [first] = taken;
    expect(first?.type).toBe('run');
    const last = taken.findLast((event) => event.type === 'step' && event.step === 'fit');
    const known = last?.type === 'step' ? last.view : first?.type === 'run' && first.run?.states['fit'];
    expect(known).toMatchObject({ state: 'skipped' });
  });

  test('that was closed gets no more, and is forgotten', async () => {
    const hub = begun();
    const subscription = hub.subscribe();
    expect(hub.subscribers).toBe(1);
    subscription.close();
    expect(await subscription.take()).toBeUndefined();
    expect(hub.subscribers).toBe(0);
  });
});

test('whoever comes in between gets the latest all the same', () => {
  const hub = begun();
  for (const fraction of [0.1, 0.2, 0.7]) hub.show(step('fit', running(fraction)));
  expect(hub.run()?.states['fit']?.fraction).toBe(0.7);
});

test('a run that crashed says why, and keeps what its steps came to', () => {
  const hub = begun();
  hub.show(step('fit', { state: 'skipped', because: 'digits' }));
  hub.end({ outcome: 'crashed', message: 'out of memory' });
  expect(hub.run()).toMatchObject({
    end: { outcome: 'crashed', message: 'out of memory' },
    states: { fit: { state: 'skipped' } },
  });
  // What a process says after its end is of no run.
  hub.show(step('fit', { state: 'waiting' }));
  expect(hub.run()?.states['fit']?.state).toBe('skipped');
});
