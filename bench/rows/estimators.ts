import type { Measurement } from '../measurement.js';
import { AS_WRITTEN, AT_BEST, sklearn } from '../peers/sklearn.js';
import { measureChild } from '../processes/node-process.js';
import { OURS, type Row, type Target } from '../row.js';
import { shrunk, type Task } from '../tasks.js';
import { sklearnStudy } from './whole-study.js';

/** A task of the study in a process of its own, beside scikit-learn's. */
interface TaskRow {
  readonly id: string;
  readonly title: string;
  readonly repeat: number;
  readonly task: Task;
  /** scikit-learn at its best `n_jobs`, where it has one; how often it is measured. */
  readonly atBest?: number;
  /** What scikit-learn takes for it as a part of its whole study, where that would take too long twice. */
  readonly ofStudy?: (study: Measurement) => number | undefined;
  readonly targets?: readonly Target[];
}

const taskRows: readonly TaskRow[] = [
  {
    id: 'svc-fit',
    title: 'SVC fit, 10,000',
    repeat: 3,
    task: { task: 'svc-fit', rows: 10_000, C: 1, probability: false },
    targets: [{ than: AS_WRITTEN, times: 8 }],
  },
  {
    id: 'svc-fit-proba',
    title: 'SVC fit with probabilities, 10,000',
    repeat: 3,
    task: { task: 'svc-fit', rows: 10_000, C: 1, probability: true },
    targets: [{ than: AS_WRITTEN, times: 20 }],
  },
  {
    id: 'svc-predict',
    title: 'SVC predict, 14,000',
    repeat: 3,
    task: { task: 'svc-predict', rows: 10_000 },
    targets: [{ than: AS_WRITTEN, times: 30 }],
  },
  {
    id: 'forest-fit',
    title: 'forest fit, 100 x 56,000',
    repeat: 3,
    task: { task: 'forest-fit', rows: 56_000, trees: 100 },
    atBest: 3,
    targets: [{ than: AT_BEST, times: 4 }],
  },
  {
    id: 'svc-fit-scaled',
    title: 'SVC fit, 5,000, pixels / 255',
    repeat: 3,
    task: { task: 'svc-fit', rows: 5000, C: 1, probability: false, scaled: true },
  },
  {
    id: 'forest-fit-scaled',
    title: 'forest fit, 100 x 20,000, pixels / 255',
    repeat: 3,
    task: { task: 'forest-fit', rows: 20_000, trees: 100, scaled: true },
    atBest: 3,
  },
  {
    id: 'forest-predict',
    title: 'forest predict, 100 x 14,000',
    repeat: 3,
    task: { task: 'forest-predict', rows: 56_000, trees: 100 },
    atBest: 3,
  },
  {
    id: 'svm-grid',
    title: 'svm-grid: 5 C x 5 folds of 3,000',
    repeat: 3,
    task: { task: 'svm-grid', rows: 3000, C: [0.01, 0.1, 1, 10, 100] },
    atBest: 3,
    targets: [{ than: AS_WRITTEN, times: 60 }],
  },
  {
    id: 'rf-grid',
    title: 'rf-grid: 50 to 300 trees x 5 folds of 10,000',
    repeat: 1,
    task: { task: 'rf-grid', rows: 10_000, trees: [50, 100, 150, 200, 250, 300] },
    atBest: 1,
    targets: [{ than: AS_WRITTEN, times: 12 }],
  },
  {
    id: 'soft-vote',
    title: 'soft vote on 20,000: fit both, predict 14,000',
    repeat: 1,
    task: { task: 'soft-vote', rows: 20_000, trees: 100 },
    ofStudy: ({ parts }) => (parts?.['vote'] ?? 0) + (parts?.['evaluate-vote'] ?? 0),
  },
  {
    id: 'final-svm',
    title: 'SVC fit with probabilities, 56,000, C=10',
    repeat: 1,
    task: { task: 'svc-fit', rows: 56_000, C: 10, probability: true },
    ofStudy: ({ figures }) => figures?.['final-svm'],
  },
];

export const estimatorRows: readonly Row[] = taskRows.map(
  ({ id, title, repeat, task: full, atBest, ofStudy, targets = [] }) => ({
    id,
    group: 'estimators',
    title,
    repeat,
    async prepare(bench) {
      const task = bench.quick ? shrunk(full) : full;
      return {
        sides: [
          { name: OURS, measure: () => measureChild(bench, 'estimators', JSON.stringify(task)) },
          ofStudy
            ? sklearnStudy(bench, (study) => ({ seconds: ofStudy(study) ?? Number.NaN }))
            : sklearn(bench, task),
          ...(atBest ? [sklearn(bench, task, { name: AT_BEST, jobs: bench.cores, repeat: atBest })] : []),
        ],
        targets,
      };
    },
  }),
);
