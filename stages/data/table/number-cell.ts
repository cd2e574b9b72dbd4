import { DataError, excerpt } from './data-error.js';

/** Where a cell stands: what an error says of it. */
export interface Place {
  readonly file: string;
  /** Counted from 1, the first one of data. */
  readonly row: number;
  readonly column: string;
}

/** Decimal, with an exponent or without: what C's `strtod` takes of finite numbers, but for hexadecimal ones. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The number that the text of a cell is (`7`, `-0.5`, `7e0`), rounded to a double. Throws a DataError for anything else,
 * a missing value too.
 */
export function numberOf(text: string, place: Place): number {
  const trimmed = text.trim();
  // Most cells of images are a digit or two, which need no closer look.
  const isNumber = trimmed.length > 2 ? NUMBER.test(trimmed) : trimmed !== '';
  const value = isNumber ? Number(trimmed) : Number.NaN;
  return Number.isFinite(value) ? value : finite(value, excerpt(text), place);
}

/** A value that must be a finite number, and how an error would show it. Throws a DataError for anything else. */
export function finite(value: unknown, found: string, { file, row, column }: Place): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new DataError(
    file,
    `expected a finite number in column ${excerpt(column)} of sample ${row}, found ${found}. Fill missing values in, or leave their samples out.`,
  );
}
