import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import type { Fingerprints } from '../../../pipeline/code/fingerprint.js';
import { sourceFingerprints } from '../../../pipeline/code/from-sources.js';
import { planSteps } from '../../../pipeline/plan/plan.js';
import { explainStep } from '../../../pipeline/plan/why.js';
import { configure } from '../../../pipeline/study/configure.js';
import type { Study } from '../../../pipeline/study/study.js';
import { sourceDiffs } from '../../../reports/figures/source-diff.js';
import { whyText } from '../../../reports/text/why-text.js';
import { reasonsText } from '../../../reports/words/words.js';
import { temporaryFolder } from '../../cli/restudy.js';
import { edit, type Files, OTHER_KERNEL, writeStudy } from '../edited-study.js';
import { runStudy } from '../small-study.js';

// What each kind of edit reruns, exactly, and the reason that is given for each step.

const { folder, remove } = temporaryFolder();
afterAll(remove);

interface Loaded {
  readonly study: Study;
  readonly fingerprints: Fingerprints;
}

/** The study with these changes, in a folder of its own: neither paths nor loaded modules may matter. */
async function load(name: string, changes: Files = {}): Promise<Loaded> {
  const home = writeStudy(path.join(folder, name), changes);
  const { study } = await import(/* @vite-ignore */ pathToFileURL(path.join(home, 'study.ts')).href);
  const module = pathToFileURL(path.join(home, 'study.ts')).href;
  return { study, fingerprints: sourceFingerprints({ study: module, loadedAtMs: Number.POSITIVE_INFINITY }) };
}

let before: Loaded;
beforeAll(async () => {
  before = await load('before');
});

/** What an edit reruns: step -> the reasons given, with hashes as #. Plan and why are held against what happens. */
async function rerun({ study, fingerprints }: Loaded): Promise<Record<string, string>> {
  const store: Store = memoryStore();
  await runStudy(before.study, store, { fingerprints: before.fingerprints });
  const session = { study: study.name, store, fingerprints, resources: {} as never, threads: 8 };
  const steps = configure(study, []);
  const planned = await planSteps(steps, session);
  const whys: Record<string, string> = {};
  for (const [index, step] of steps.entries()) {
    const against = store.latestRecord(study.name, step.id);
    const why = await explainStep(step, planned[index]!, against, session);
    whys[step.id] = whyText(why, 'its last record', await sourceDiffs(why));
  }

  const { states, outcomes } = await runStudy(study, store, { fingerprints });
  const ran: Record<string, string> = {};
  for (const [step, state] of states) if (state.state === 'ran') ran[step] = reasonsText(state.reasons);
  for (const { step, action } of planned) {
    if (action === 'hit' || action === 'shared')
      expect({ step, outcome: outcomes[step] }).toEqual({ step, outcome: 'hit' });
    if (action === 'run') {
      expect({ step, outcome: outcomes[step] }).toEqual({ step, outcome: 'ran' });
    }
  }
  for (const entry of planned) {
    if (entry.action !== 'run' || Object.keys(entry.parts.open).length > 0) continue;
    expect(reasonsText(entry.reasons)).toBe(ran[entry.step]);
    for (const reason of ran[entry.step]!.split('; ')) expect(whys[entry.step]).toContain(reason);
  }
  return Object.fromEntries(
    Object.entries(ran).map(([step, text]) => [step, text.replace(/\b[0-9a-f]{8}\b/g, '#')]),
  );
}

const changed = (input: string, from: string) => `input ${input} (${from}) # -> #`;

describe('reruns nothing', () => {
  test.each<[string, Files]>([
    ['no edit, in another folder', {}],
    ['a comment', edit('rounded.ts', '/** Rounds. */', '// Rounds a number.')],
    ['a type', edit('scale-one.ts', '): number', '): number | never')],
    ['an interface', edit('rounded.ts', 'const DIGITS', 'interface Quiz { jazz: "wxyz" }\nconst DIGITS')],
    ['format', edit('scale-all.ts', '=> scaleOne', '=>\n\n      scaleOne')],
    ['a renamed local', edit('scale-one.ts', /\bscaled\b/g, 'multiplied')],
    ['a renamed parameter', edit('rounded.ts', /\bvalue\b/g, 'exact')],
    ['an unused export', edit('rounded.ts', 'UNUSED = 1', 'UNUSED = 2')],
    ['a new file that nothing imports', { 'extra.ts': 'export const EXTRA = 1;\n' }],
    ['a renamed step', edit('study.ts', "'plain'", "'unscaled'")],
    [
      'a renamed file',
      {
        'extra.ts': edit('rounded.ts', 'UNUSED', 'UNUSED_TOO')['rounded.ts']!,
        ...edit('scale-one.ts', './rounded.js', './extra.js'),
      },
    ],
  ])('%s', async (name, changes) => {
    expect(await rerun(await load(name, changes))).toEqual({});
  });
});

const scaleReruns = (reason: string) => ({ scaled: reason, twice: reason });

describe('reruns exactly what it touches', () => {
  test.each<[string, Files, Record<string, string>]>([
    [
      'a param',
      edit('study.ts', 'factor: 2 }, inputs: data', 'factor: 3 }, inputs: data'),
      {
        scaled: 'factor 2 -> 3',
        total: changed('numbers', 'scaled.numbers'),
        twice: changed('numbers', 'total.numbers'),
      },
    ],
    [
      'a helper three imports away, to the same results',
      edit('rounded.ts', 'Number(value', '0 + Number(value'),
      scaleReruns('code of scale: rounded.ts (rounded edited)'),
    ],
    [
      'a helper three imports away',
      edit('rounded.ts', 'return Number', 'return 1 + Number'),
      {
        ...scaleReruns('code of scale: rounded.ts (rounded edited)'),
        total: changed('numbers', 'scaled.numbers'),
        twice: `code of scale: rounded.ts (rounded edited); ${changed('numbers', 'total.numbers')}`,
      },
    ],
    [
      'a module constant',
      edit('rounded.ts', 'DIGITS = 3', 'DIGITS = 4'),
      scaleReruns('code of scale: rounded.ts (DIGITS edited)'),
    ],
    [
      'a new helper, and the function that calls it',
      {
        ...edit('scale-one.ts', 'rounded(scaled)', 'same(rounded(scaled))'),
        ...edit(
          'scale-one.ts',
          /const scaled[\s\S]*/,
          'return same(rounded(value * factor));\n}\nconst same = (x: number) => x;\n',
        ),
      },
      scaleReruns('code of scale: scale-one.ts (scaleOne edited; same added)'),
    ],
    [
      'the bytes of a kernel',
      edit('kernel.js', /base64: '.*'/, `base64: '${OTHER_KERNEL}'`),
      scaleReruns('kernel scale changed'),
    ],
    [
      'the version of a package',
      edit('node_modules/scales/package.json', '1.0.0', '1.1.0'),
      scaleReruns('package scales 1.0.0 -> 1.1.0'),
    ],
    [
      'the content of a data file',
      edit('data.txt', '3', '4'),
      {
        data: 'file data # -> #',
        scaled: changed('numbers', 'data.numbers'),
        total: changed('numbers', 'scaled.numbers'),
        twice: changed('numbers', 'total.numbers'),
        plain: changed('numbers', 'data.numbers'),
      },
    ],
    [
      'the order of the data: sums stay, and nothing runs after them',
      edit('data.txt', '1 2 3', '3 2 1'),
      {
        data: 'file data # -> #',
        scaled: changed('numbers', 'data.numbers'),
        total: changed('numbers', 'scaled.numbers'),
        plain: changed('numbers', 'data.numbers'),
      },
    ],
    [
      'a data file in other words for the same numbers',
      edit('data.txt', '3', '3.0'),
      { data: 'file data # -> #' },
    ],
    [
      'an input rewired',
      edit('study.ts', '{ inputs: data });\n});', '{ inputs: total });\n});'),
      { plain: changed('numbers', 'total.numbers') },
    ],
    [
      'a stage replaced',
      edit('study.ts', "'plain', sum, { inputs", "'plain', scale, { params: { factor: 5 }, inputs"),
      { plain: 'code of scale added; code of sum removed; factor none -> 5' },
    ],
    [
      'a step added',
      edit(
        'study.ts',
        "  step('plain'",
        "  step('thrice', scale, { params: { factor: 3 }, inputs: total });\n  step('plain'",
      ),
      { thrice: 'never ran before' },
    ],
  ])('%s', async (name, changes, expected) => {
    expect(await rerun(await load(name, changes))).toEqual(expected);
  });
});

test('the diff that why prints is of the code that changed, and of nothing else', async () => {
  const { study, fingerprints } = await load(
    'diff',
    edit('rounded.ts', 'toFixed(DIGITS)', 'toFixed(DIGITS + 1)'),
  );
  const store = memoryStore();
  await runStudy(before.study, store, { fingerprints: before.fingerprints });
  const session = { study: study.name, store, fingerprints, resources: {} as never, threads: 1 };
  const steps = configure(study, []);
  const planned = await planSteps(steps, session);
  const against = store.latestRecord(study.name, 'scaled');
  const why = await explainStep(steps[1]!, planned[1]!, against, session);
  expect(await sourceDiffs(why)).toEqual([
    {
      file: 'rounded.ts',
      patch: [
        '--- rounded.ts',
        '+++ rounded.ts',
        '@@ -1,4 +1,4 @@',
        ' const DIGITS = 3;',
        ' function rounded(value) {',
        '-  return Number(value.toFixed(DIGITS));',
        '+  return Number(value.toFixed(DIGITS + 1));',
        ' }',
        '',
      ].join('\n'),
    },
  ]);
});
