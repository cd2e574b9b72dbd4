import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomes, restudy, temporaryFolder } from '../restudy.js';
import { writeSmallStudy } from '../small-digits.js';
import { copySources, type Sources } from '../sources.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);
let sources: Sources;
let common: string[];

/** Runs the edited sources. */
const edited = (...args: string[]) => restudy([...args, ...common], { sources: sources.folder });
/** Runs the code as it was, which starts sooner. */
const unedited = (...args: string[]) => restudy([...args, ...common]);

beforeAll(async () => {
  sources = copySources(path.join(folder, 'sources'));
  common = ['--cache', path.join(folder, 'cache'), '--params', writeSmallStudy(folder)];
  expect((await restudy(['run', 'explore', 'split', ...common])).code).toBe(0);
});

test('a loop written in another way reruns a step, unless it is blessed', async () => {
  sources.edit(
    'stages/data/explore.ts',
    'for (const code of codes) classCounts[code]!++;',
    'codes.forEach((code) => { classCounts[code]!++; });',
  );
  const planned = await edited('plan', 'explore', '--json');
  expect(planned.lines).toContainEqual(
    expect.objectContaining({ step: 'explore', action: 'run', reasons: [expect.anything()] }),
  );

  const { code, stdout } = await edited('bless', 'explore');
  expect(stdout).toMatch(
    /^explore: the result of \S+ \(key \w{12}\) now also counts for the changed code \(key \w{12}\)\.$/m,
  );
  expect(stdout).toMatch(/^Declared to make no difference: code of explore\.$/m);
  expect(stdout).toMatch(/^restudy audit explore .*\.$/m);
  expect(code).toBe(0);
  expect(outcomes(await edited('run', 'explore', '--json'))).toEqual({ ran: [], other: [] });
});

test('what is no change of code, or no change at all, is refused in one line', async () => {
  expect(await unedited('bless', 'split')).toMatchObject({
    code: 2,
    stdout: '',
    stderr:
      'restudy: bless split: its result is there for this code and these params, so there is nothing to bless.\n',
  });
  expect(await unedited('bless', 'split', '--set', 'split.testSize=0.3')).toMatchObject({
    code: 2,
    stderr:
      'restudy: bless split: only a change of code can be blessed, and from the nearest result that it had this differs too: testSize 0.2 -> 0.3. restudy run split makes the new result.\n',
  });
  expect(await unedited('bless', 'svm')).toMatchObject({
    code: 1,
    stderr: 'restudy: bless svm: there is no earlier result of it to take. restudy run svm makes one.\n',
  });
  expect(await unedited('bless', 'evaluate-svm')).toMatchObject({
    code: 1,
    stderr:
      'restudy: bless evaluate-svm: it takes the results of svm, and those are not there as the study stands. restudy run svm makes one; restudy bless svm takes the old one.\n',
  });
  expect(await unedited('bless', 'splitt')).toMatchObject({ code: 2 });
});
