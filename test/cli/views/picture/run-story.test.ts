import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { RunStates } from '../../../../cli/views/picture/run-states.js';
import { runStory } from '../../../../cli/views/picture/run-story.js';
import type { StepState } from '../../../../pipeline/run/events.js';
import { failed, hit, plain, ran } from './outlines.js';

function statesWith(states: Readonly<Record<string, StepState>>): RunStates {
  const all = new RunStates(Object.keys(states));
  for (const [step, state] of Object.entries(states)) all.add({ type: 'step', step, state });
  return all;
}

const told = statesWith({
  digits: hit,
  split: hit,
  svm: ran(1.25),
  rf: failed('Cannot read the trainImages file /data/train-images: it is too short.'),
  'evaluate-rf': { state: 'skipped', because: 'rf' },
});

test('tells what ran and why, what failed and how, and counts the hits', () => {
  expect(plain(runStory(told, 100))).toEqual([
    '= 2 steps are hits',
    '✓ svm           1.3 s  C 1 -> 3',
    '✗ rf           Cannot read the trainImages file /data/train-images: it is too short.',
    '- evaluate-rf  skipped: rf did not succeed',
  ]);
});

test('breaks a long message into lines instead of cutting it', () => {
  const lines = plain(runStory(told, 39));
  const start = lines.findIndex((line) => line.startsWith('✗'));
  expect(lines.slice(start, start + 4)).toEqual([
    '✗ rf           Cannot read the',
    '               trainImages file',
    '               /data/train-images: it',
    '               is too short.',
  ]);
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(39);
});

test('one hit is one step', () => {
  expect(plain(runStory(statesWith({ digits: hit }), 80))).toEqual(['= 1 step is a hit']);
});
