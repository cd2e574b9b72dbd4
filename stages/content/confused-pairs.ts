import type { ConfusedPair, ModelContent } from './report-content.js';

/** The pairs of classes that are most often confused, the most frequent first; equals in the matrix's order. */
export function confusedPairs(
  { confusionMatrix, classes }: Pick<ModelContent, 'confusionMatrix' | 'classes'>,
  limit: number,
): ConfusedPair[] {
  const n = classes.length;
  return [...confusionMatrix.entries()]
    .filter(([cell, count]) => count > 0 && cell % (n + 1) !== 0)
    .sort(([, first], [, second]) => second - first)
    .slice(0, limit)
    .map(([cell, count]) => {
      const row = Math.floor(cell / n);
      const support = confusionMatrix.subarray(row * n, (row + 1) * n).reduce((sum, one) => sum + one, 0);
      return { truth: classes[row]!, predicted: classes[cell % n]!, count, share: count / support };
    });
}
