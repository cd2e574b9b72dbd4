import { describe, expect, test } from 'vitest';
import { displayOf } from '../../../../reports/live/client/state/display.js';
import { fieldText, fieldValue, sameJson } from '../../../../reports/live/client/state/field-value.js';
import { progressOf } from '../../../../reports/live/client/state/progress.js';
import type { PlannedView, StepView } from '../../../../reports/live/wire.js';

const planned = (step: string, action: PlannedView['action'], lastSeconds?: number): PlannedView => ({
  step,
  action,
  reasons: [],
  ...(action === 'hit' ? { key: 'k1' } : {}),
  ...(lastSeconds === undefined ? {} : { lastSeconds }),
});

describe('a step on the page', () => {
  const ran: StepView = { state: 'ran', key: 'k1', seconds: 2 };

  test('shows its state while a run is going on', () => {
    expect(displayOf(undefined, { end: null }, planned('a', 'hit'), true).look).toBe('waiting');
    const running: StepView = { state: 'running', fraction: 0.456, secondsLeft: 3 };
    expect(displayOf(running, { end: null }, undefined, false)).toMatchObject({
      look: 'running',
      text: '45 %, 3.0 s left',
      fraction: 0.456,
    });
  });

  test('keeps showing that it ran, until a param or what is kept says otherwise', () => {
    const end = { outcome: 'done' } as const;
    expect(displayOf(ran, { end }, planned('a', 'hit'), true).look).toBe('ran');
    expect(displayOf(ran, { end }, planned('a', 'hit'), false).look).toBe('hit');
    expect(displayOf(ran, { end }, planned('a', 'run', 2), true)).toMatchObject({
      look: 'will-run',
      text: 'will run, about 2.0 s',
    });
  });

  test('that failed says so after the run, and why', () => {
    const failed: StepView = { state: 'failed', message: 'no room' };
    expect(displayOf(failed, { end: { outcome: 'failed' } }, planned('a', 'run'), true)).toMatchObject({
      look: 'failed',
      message: 'no room',
    });
  });

  test('shows before any run what a run would do', () => {
    expect(displayOf(undefined, null, planned('a', 'may-run'), true).look).toBe('may-run');
    expect(displayOf(undefined, null, planned('a', 'hit'), true)).toMatchObject({ look: 'hit', key: 'k1' });
  });
});

describe('the progress of a run', () => {
  const plan = [planned('a', 'run', 10), planned('b', 'run', 30), planned('c', 'hit', 500)];

  test('weighs steps by how long they took last; hits weigh nothing', () => {
    const states = new Map<string, StepView>([
      ['a', { state: 'ran' }],
      ['b', { state: 'running', fraction: 0.5 }],
      ['c', { state: 'hit' }],
    ]);
    expect(progressOf(states, plan, 25)).toEqual({
      through: 2,
      total: 3,
      fraction: 25 / 40,
      secondsLeft: 15,
    });
  });

  test('says no time left where no step ever ran', () => {
    const states = new Map<string, StepView>([
      ['a', { state: 'ran' }],
      ['b', { state: 'waiting' }],
    ]);
    expect(progressOf(states, [], 25)).toEqual({ through: 1, total: 2, fraction: 0.5, secondsLeft: null });
  });
});

describe('a field', () => {
  test('means the value that its text shows', () => {
    for (const [kind, value] of [
      ['number', 0.5],
      ['number', null],
      ['number-or-choice', 'scale'],
      ['number-or-choice', 0.01],
      ['boolean', true],
      ['boolean', false],
      ['choice', 'rbf'],
      ['text', 'data/a b.idx'],
      ['json', { C: [1, 10], gamma: ['scale'] }],
    ] as const) {
      expect(fieldValue({ kind }, fieldText({ kind }, value))).toEqual(value);
    }
  });

  test('passes on a text that means no value, for the schema to refuse', () => {
    expect(fieldValue({ kind: 'number' }, 'two')).toBe('two');
    expect(fieldValue({ kind: 'json' }, '{"C": [1')).toBe('{"C": [1');
  });

  test('knows JSON that is the same', () => {
    expect(sameJson({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toBe(true);
    expect(sameJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    for (const [first, second] of [
      [[1], [1, 2]],
      [{ a: 1 }, { a: 1, b: 2 }],
      [[], {}],
      [null, {}],
      [1, '1'],
    ]) {
      expect(sameJson(first, second)).toBe(false);
    }
  });
});
