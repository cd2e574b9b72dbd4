import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bytes, count, seconds } from '../../../cli/options/amounts.js';
import { readSettings } from '../../../cli/options/settings.js';
import { RestudyError } from '../../../pipeline/errors.js';
import { outputName, parseResultName } from '../../../pipeline/history/run-result.js';
import { configure } from '../../../pipeline/study/configure.js';
import { selectSteps } from '../../../pipeline/study/select.js';
import { study } from '../../../stages/study.js';
import { bytesOf, must, type OpenTarget, textOf } from '../target.js';

const WORDS = [
  'svm',
  'svm-grid',
  'digits',
  'grid',
  'C',
  'gamma',
  'nEstimators',
  'kernel',
  '{"C":[1]}',
  'rf.',
  'source',
];

const own = {
  words: WORDS,
  repeatsInput: true,
  isRefusal: (error: unknown) => error instanceof RestudyError,
} as const;

/** `--params` files, and what the study makes of them. */
export const yaml: OpenTarget = (folder) => {
  const file = path.join(folder, 'params.yaml');
  const texts = [
    'svm:\n  C: 3\n  gamma: scale\nrf: { nEstimators: 10, maxDepth: null }\n',
    'digits:\n  source: csv\n  path: "a.csv"\n  targetColumn: class\nsvm-grid:\n  grid:\n    C: [1, 1e1, .5]\n',
    '# nothing\n',
    'a: &x [1, *x]\nsvm: *x\n',
    '? [svm]\n: !!binary aGk=\n--- \nsvm: |\n  text\n...\n',
  ];
  return {
    ...own,
    corpus: texts.map(bytesOf),
    words: [
      ...WORDS,
      '&a ',
      '*a',
      '<<: ',
      '!!js/function ',
      '!!set ',
      '---\n',
      '|\n',
      '>\n',
      '? ',
      '- ',
      '  ',
      '\t',
    ],
    async parse(input) {
      writeFileSync(file, input);
      configure(study, await readSettings({ params: file, set: [] }));
      must(!('C' in {}), 'it changed all objects');
    },
  };
};

/** `--set`, and what the study makes of it. */
export const set: OpenTarget = () => ({
  ...own,
  corpus: [
    'svm.C=3',
    'svm-grid.grid.C=[1,10]',
    'digits.source=csv',
    'rf.maxDepth=null',
    'svm.gamma=scale',
  ].map(bytesOf),
  async parse(input) {
    configure(study, await readSettings({ set: textOf(input).split('\n') }));
    must(!('C' in {}), 'it changed all objects');
  },
});

/** The values of other options and arguments: amounts, steps, names of results. */
export const words: OpenTarget = () => ({
  ...own,
  corpus: [
    '12h',
    '1.5GB',
    '8',
    'svm',
    'latest:svm.model',
    'paper:evaluate-svm.scores',
    'rf',
    '0x10',
    '1e3',
  ].map(bytesOf),
  parse(input) {
    const text = textOf(input);
    const attempts = [
      () => must(seconds('--older-than', text) >= 0, 'it is no length of time'),
      () => must(bytes('--max-size', text) >= 0, 'it is no size'),
      () => must(Number.isInteger(count('--jobs', text, 64)), 'it is no number'),
      () => must(selectSteps(study.steps, [text]).length > 0, 'there is nothing to run'),
      () =>
        must(outputName(text, parseResultName(text).output, ['model', 'scores']) !== '', 'it has no name'),
    ];
    const refusals = attempts.flatMap((attempt) => refusalOf(attempt));
    if (refusals.length === attempts.length) throw refusals[0];
  },
});

function refusalOf(attempt: () => void): RestudyError[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof RestudyError) return [error];
    throw error;
  }
}
