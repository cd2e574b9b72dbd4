import { encodeLabels, type Labels } from './matrix.js';

/** The classes of some labels, ascending, and for each of them the positions of its labels, ascending. */
export interface ClassMembers {
  readonly classes: Labels;
  readonly members: readonly Uint32Array[];
}

/** Sorts training samples by class. */
export function classMembers(labels: Labels): ClassMembers {
  const { classes, codes } = encodeLabels(labels);
  const counts = new Uint32Array(classes.length);
  for (const code of codes) counts[code]!++;
  const members = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (let sample = 0; sample < codes.length; sample++) {
    const code = codes[sample]!;
    members[code]![counts[code]!++] = sample;
  }
  return { classes, members };
}

/**
 * Sorts training samples by class, for classifiers that tell classes apart by comparing them.
 * Throws a RangeError if there is only one class.
 */
export function severalClassMembers(labels: Labels): ClassMembers {
  const sorted = classMembers(labels);
  const { length } = sorted.classes;
  if (length < 2) {
    throw new RangeError(
      `The number of classes has to be greater than one; got ${length} class. Train on samples of at least two labels.`,
    );
  }
  return sorted;
}
