/** What a search can rank candidates by: scikit-learn's names of scores, of which greater is better. */
export const SCORINGS = ['accuracy', 'balanced_accuracy', 'f1_macro', 'neg_log_loss'] as const;

export type Scoring = (typeof SCORINGS)[number];
