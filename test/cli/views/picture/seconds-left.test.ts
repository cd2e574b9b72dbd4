import { expect, test } from 'vitest';
import { runSecondsLeft } from '../../../../cli/views/picture/seconds-left.js';
import { hit, outlineOf, ran, running, statesOf } from './outlines.js';

const ALL = {
  digits: 1,
  explore: 1,
  split: 1,
  'vote-svm': 10,
  'vote-rf': 20,
  vote: 1,
  'evaluate-vote': 2,
  report: 1,
};

test('steps run beside one another, as many as may, each after those it waits for', () => {
  // digits 1, split 1, the two members 20, then vote, its evaluation and the report
  expect(runSecondsLeft(outlineOf(ALL, 2), statesOf({}))).toBe(1 + 1 + 20 + 1 + 2 + 1);
  expect(runSecondsLeft(outlineOf(ALL, 1), statesOf({}))).toBe(1 + 1 + 1 + 10 + 20 + 1 + 2 + 1);
});

test('what is through takes no time, and what runs takes what its pace says', () => {
  const states = statesOf({
    digits: hit,
    explore: hit,
    split: ran(1),
    'vote-svm': running(0.5, 4),
    'vote-rf': hit,
  });
  expect(runSecondsLeft(outlineOf(ALL), states)).toBe(4 + 1 + 2 + 1);
});

test('without a pace yet, what runs takes its share of what it took last', () => {
  const states = statesOf({ digits: running(0.25, null) });
  expect(runSecondsLeft(outlineOf({ ...ALL, digits: 8 }), states)).toBe(6 + 1 + 20 + 1 + 2 + 1);
});

test('nothing is left of a run that is through', () => {
  const states = statesOf(Object.fromEntries(Object.keys(ALL).map((step) => [step, hit])));
  expect(runSecondsLeft(outlineOf(), states)).toBe(0);
});

test('nobody knows where a step never ran', () => {
  const { report: _, ...others } = ALL;
  expect(runSecondsLeft(outlineOf(others), statesOf({}))).toBeNull();
});
