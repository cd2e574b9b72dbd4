import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { configure } from '../../../../pipeline/study/configure.js';
import { runCommand, shellWords } from '../../../../reports/page/sections/reproduce.js';
import { smallStudy } from '../../../pipeline/small-study.js';

const setting = (step: string, name: string, value: unknown) => ({
  step,
  path: [name],
  value,
  origin: 'a test',
});

test('a study as it stands is run without settings', () => {
  expect(runCommand(configure(smallStudy, []))).toBe('npx restudy run');
});

test('each param that was set is set again, and one set to what it is anyway is not', () => {
  const steps = configure(smallStudy, [setting('source', 'values', [4, 5]), setting('total', 'times', 1)]);
  expect(runCommand(steps)).toBe("npx restudy run --set 'source.values=[4,5]'");
});

test('a shell reads the words as they are', () => {
  const words = ['plain', 'two words', "it's", '$HOME `id` "x"', '', '\\', 'a=b'];
  const script = `for word in ${shellWords(words)}; do printf '%s\\n' "$word"; done`;
  expect(execFileSync('sh', ['-c', script]).toString()).toBe(`${words.join('\n')}\n`);
});
