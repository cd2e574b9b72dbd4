import type { Dataset } from '../../../estimators/matrix.js';
import { DataError, excerpt } from './data-error.js';
import { type EncodedLabels, encodeLabelTexts } from './encode-labels.js';

/** Which columns of a table are what. */
export interface TableColumns {
  /** The column of labels. */
  readonly target: string;
  /** Columns that are neither label nor feature. */
  readonly ignored: readonly string[];
}

/** Where in a table's rows the label and each feature are. */
export interface TableLayout {
  readonly target: number;
  /** The index of each feature's column, in their order. */
  readonly features: readonly number[];
  readonly featureNames: readonly string[];
}

/** A data set that came as a table. */
export interface ReadTable extends Omit<EncodedLabels, 'labels'> {
  readonly dataset: Dataset;
  readonly featureNames: readonly string[];
}

/** As many as the pixels of the largest images, 1,024 x 1,024. */
export const MAX_COLUMNS = 2 ** 20;

/**
 * Finds the label's column and the features' ones. Throws a DataError if two columns have one name, the label's is not
 * there, or there are no others.
 */
export function layOut(
  names: readonly string[],
  { target, ignored }: TableColumns,
  file: string,
): TableLayout {
  if (names.length > MAX_COLUMNS) {
    throw new DataError(file, `expected at most ${MAX_COLUMNS} columns, found ${names.length}.`);
  }
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new DataError(file, `expected each column once, found ${excerpt(name)} twice.`);
    seen.add(name);
  }
  const place = names.indexOf(target);
  if (place < 0) {
    const some = names.slice(0, 5).map(excerpt).join(', ');
    const found = `${some}${names.length > 5 ? `, … (${names.length} columns)` : ''}`;
    throw new DataError(file, `expected a column ${excerpt(target)} of labels, found ${found}.`);
  }
  const features = [...names.keys()].filter((index) => index !== place && !ignored.includes(names[index]!));
  if (features.length === 0) throw new DataError(file, 'expected columns of features, found none.');
  return { target: place, features, featureNames: features.map((index) => names[index]!) };
}

/** Puts what was read of a table together. Throws a DataError for labels that cannot be (`encodeLabelTexts`). */
export function readTable(
  images: Dataset['images'],
  labelTexts: readonly string[],
  { featureNames }: TableLayout,
  file: string,
): ReadTable {
  const { labels, ...names } = encodeLabelTexts(labelTexts, file);
  return { dataset: { images, labels }, featureNames, ...names };
}

/** What OpenML calls the pixels of MNIST: row by row from the top, counted from 1. */
export function pixelNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `pixel${index + 1}`);
}
