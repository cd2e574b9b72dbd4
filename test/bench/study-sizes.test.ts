import { describe, expect, it } from 'vitest';
import { quickSettings, studySizes } from '../../bench/rows/study-sizes.js';
import { readSettings } from '../../cli/options/settings.js';
import { configure } from '../../pipeline/study/configure.js';
import { study } from '../../stages/study.js';

describe("scikit-learn's side of the whole study", () => {
  it.each([false, true])('is told the sizes that ours has (quick: %s)', async (isQuick) => {
    const set = isQuick ? quickSettings.filter((option) => option !== '--set') : [];
    const steps = configure(study, await readSettings({ set }));
    const paramsOf = (id: string) =>
      steps.find((step) => step.id === id)!.checkedParams as Readonly<Record<string, unknown>>;
    const sizes = studySizes(isQuick);
    const all = isQuick ? sizes.all : null;
    expect({
      svm: paramsOf('svm')['trainOn'],
      'svm-tuned': paramsOf('svm-tuned')['trainOn'],
      'vote-svm': paramsOf('vote-svm')['trainOn'],
      'vote-rf': paramsOf('vote-rf'),
      rf: paramsOf('rf'),
      'rf-tuned': paramsOf('rf-tuned')['trainOn'],
      'final-svm': paramsOf('final-svm')['trainOn'],
      'svm-grid': paramsOf('svm-grid'),
      'rf-grid': paramsOf('rf-grid'),
    }).toMatchObject({
      svm: sizes.svm,
      'svm-tuned': sizes.svm,
      'vote-svm': sizes.vote,
      'vote-rf': { trainOn: sizes.vote, nEstimators: sizes.trees },
      rf: { trainOn: all, nEstimators: sizes.trees },
      'rf-tuned': all,
      'final-svm': all,
      'svm-grid': { trainOn: sizes.svmGrid, grid: { C: sizes.svmGridC }, folds: 5 },
      'rf-grid': { trainOn: sizes.rfGrid, grid: { nEstimators: sizes.rfGridTrees }, folds: 5 },
    });
  });
});
