/** How large the parts of the study are: what scikit-learn's side has to be told of stages/study.ts. */
export interface StudySizes {
  /** Samples that `svm` and `svm-tuned` are fitted on. */
  readonly svm: number;
  readonly vote: number;
  readonly svmGrid: number;
  readonly svmGridC: readonly number[];
  readonly rfGrid: number;
  readonly rfGridTrees: readonly number[];
  readonly trees: number;
  /** Samples that `rf`, `rf-tuned` and the final vote's members are fitted on. */
  readonly all: number;
}

const full: StudySizes = {
  svm: 10_000,
  vote: 20_000,
  svmGrid: 3000,
  svmGridC: [0.01, 0.1, 1, 10, 100],
  rfGrid: 10_000,
  rfGridTrees: [50, 100, 150, 200, 250, 300],
  trees: 100,
  all: 56_000,
};

const quick: StudySizes = {
  svm: 300,
  vote: 300,
  svmGrid: 250,
  svmGridC: [0.1, 1, 10],
  rfGrid: 250,
  rfGridTrees: [2, 4, 16],
  trees: 6,
  all: 500,
};

export function studySizes(isQuick: boolean): StudySizes {
  return isQuick ? quick : full;
}

/** Scales the study down to the quick sizes, by options of `restudy run`. */
export const quickSettings: readonly string[] = [
  ...['svm', 'svm-tuned'].map((step) => `${step}.trainOn=${quick.svm}`),
  ...['vote-svm', 'vote-rf'].map((step) => `${step}.trainOn=${quick.vote}`),
  ...['rf', 'rf-tuned', 'final-svm'].map((step) => `${step}.trainOn=${quick.all}`),
  ...['rf', 'vote-rf'].map((step) => `${step}.nEstimators=${quick.trees}`),
  `svm-grid.trainOn=${quick.svmGrid}`,
  `svm-grid.grid.C=${JSON.stringify(quick.svmGridC)}`,
  `rf-grid.trainOn=${quick.rfGrid}`,
  `rf-grid.grid.nEstimators=${JSON.stringify(quick.rfGridTrees)}`,
].flatMap((setting) => ['--set', setting]);
