import type { Labels, Split } from '../matrix.js';

/**
 * Parts the samples into `nSplits` folds that have the classes in equal shares, without shuffling: the very
 * indices of scikit-learn's `StratifiedKFold(nSplits)`. Each sample is in the test part of one fold and in
 * the training part of the others; indices ascend.
 *
 * With the classes numbered by first appearance and the labels sorted by that number, fold i tests as many
 * samples of a class as fall on the positions i, i + k, i + 2k ... of the sorted labels. Within a class the
 * samples take fold 0, then fold 1 and so on, in data order. Source: scikit-learn 1.2.1,
 * `StratifiedKFold._make_test_folds`.
 *
 * Throws a RangeError if `nSplits` is not an integer from 2 to the number of samples, or exceeds the size of
 * every class. A class smaller than that is accepted (scikit-learn warns): some folds then lack it.
 */
export function stratifiedKFold(labels: Labels, nSplits: number): Split[] {
  if (!Number.isInteger(nSplits) || nSplits < 2) {
    throw new RangeError(`nSplits must be an integer from 2; got ${nSplits}.`);
  }
  if (nSplits > labels.length) {
    throw new RangeError(
      `nSplits must not exceed the number of samples; got ${nSplits} for ${labels.length} samples. Use fewer folds.`,
    );
  }
  const { codes, counts } = encodeByAppearance(labels);
  const largest = Math.max(...counts);
  if (nSplits > largest) {
    throw new RangeError(
      `nSplits must not exceed the size of every class; got ${nSplits}, and the largest class has ${largest} samples. Use fewer folds.`,
    );
  }
  const foldOf = assignFolds(codes, counts, nSplits);
  const isTest = (fold: number) => (sample: number) => foldOf[sample] === fold;
  const samples = Uint32Array.from({ length: labels.length }, (_, sample) => sample);
  return Array.from({ length: nSplits }, (_, fold) => ({
    train: samples.filter((sample) => !isTest(fold)(sample)),
    test: samples.filter(isTest(fold)),
  }));
}

/** Each sample's class, numbered by first appearance, and the number of samples of each class. */
function encodeByAppearance(labels: Labels): { codes: Uint8Array; counts: number[] } {
  const codeOf = new Map<number, number>();
  const counts: number[] = [];
  const codes = labels.map((label) => {
    const code = codeOf.get(label) ?? codeOf.size;
    codeOf.set(label, code);
    counts[code] = (counts[code] ?? 0) + 1;
    return code;
  });
  return { codes, counts };
}

/** The fold that tests each sample. */
function assignFolds(codes: Uint8Array, counts: readonly number[], nSplits: number): Uint32Array {
  const foldsOfClass: number[][] = [];
  let position = 0;
  for (const count of counts) {
    const folds = Array.from({ length: count }, () => position++ % nSplits);
    foldsOfClass.push(folds.sort((a, b) => a - b));
  }
  const seen = counts.map(() => 0);
  return Uint32Array.from(codes, (code) => foldsOfClass[code]![seen[code]!++]!);
}
