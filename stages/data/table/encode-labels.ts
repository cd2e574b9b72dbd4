import type { Labels } from '../../../estimators/matrix.js';
import { DataError, excerpt } from './data-error.js';

/** Labels as the study knows them, and what they stand for where they were names. */
export interface EncodedLabels {
  readonly labels: Labels;
  /** The name of each class, in the order of the labels; left out where labels are numbers as they are. */
  readonly classNames?: readonly string[];
}

/** Labels are bytes. */
const MAX_CLASSES = 256;

/**
 * Makes labels of texts. Whole numbers stay as they are and must be from 0 to 255; names are numbered in the order of
 * their code points (scikit-learn's `LabelEncoder`). Throws a DataError for an empty label, for numbers beside names,
 * a number out of range and more than 256 names.
 */
export function encodeLabelTexts(texts: readonly string[], file: string): EncodedLabels {
  const trimmed = texts.map((text) => text.trim());
  const distinct = [...new Set(trimmed)];
  const empty = trimmed.indexOf('');
  if (empty >= 0) throw new DataError(file, `expected a label for sample ${empty + 1}, found none.`);
  const numbers = distinct.filter((text) => /^[+-]?\d+(\.0*)?$/.test(text));
  if (numbers.length === distinct.length) return { labels: numericLabels(trimmed, file) };
  if (numbers.length > 0) {
    const name = distinct.find((text) => !numbers.includes(text))!;
    throw new DataError(
      file,
      `expected labels that are all whole numbers or all names, found ${excerpt(numbers[0]!)} and ${excerpt(name)}.`,
    );
  }
  if (distinct.length > MAX_CLASSES) {
    throw new DataError(file, `expected at most ${MAX_CLASSES} classes, found ${distinct.length}.`);
  }
  const classNames = distinct.sort(byCodePoints);
  const codes = new Map(classNames.map((name, code) => [name, code]));
  return { labels: Uint8Array.from(trimmed, (text) => codes.get(text)!), classNames };
}

function numericLabels(texts: readonly string[], file: string): Labels {
  return Uint8Array.from(texts, (text, index) => {
    const label = Number(text);
    if (label >= 0 && label <= 255) return label;
    throw new DataError(
      file,
      `expected a label from 0 to 255 for sample ${index + 1}, found ${excerpt(text)}.`,
    );
  });
}

/** UTF-8 sorts as code points do; JavaScript's own order is that of UTF-16. */
function byCodePoints(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
