/**
 * A piece of the study's work at some size. Our side (children/estimators.ts) and scikit-learn's
 * (peers/sklearn_study.py) know it under the same name. Rows are the first ones of the study's training part.
 */
export type Task = (
  | { readonly task: 'svc-fit'; readonly rows: number; readonly C: number; readonly probability: boolean }
  | { readonly task: 'svc-predict'; readonly rows: number }
  | { readonly task: 'forest-fit'; readonly rows: number; readonly trees: number }
  | { readonly task: 'forest-predict'; readonly rows: number; readonly trees: number }
  | { readonly task: 'svm-grid'; readonly rows: number; readonly C: readonly number[] }
  | { readonly task: 'rf-grid'; readonly rows: number; readonly trees: readonly number[] }
  | { readonly task: 'soft-vote'; readonly rows: number; readonly trees: number }
) & {
  /** Pixels are divided by 255, as for most classifiers: doubles. */
  readonly scaled?: true;
};

/** What the tasks of `--quick` are: everything tiny. */
export function shrunk(task: Task): Task {
  const rows = Math.min(task.rows, 400);
  switch (task.task) {
    case 'forest-fit':
    case 'forest-predict':
    case 'soft-vote':
      return { ...task, rows, trees: Math.min(task.trees, 10) };
    case 'rf-grid':
      return { ...task, rows, trees: [2, 4, 6] };
    default:
      return { ...task, rows };
  }
}
