import { DataError, excerpt } from './data-error.js';

/** Where a cell stands: what an error says of it. */
export interface Place {
  readonly file: string;
  /** Counted from 1, the first one of data. */
  readonly row: number;
  readonly column: string;
}

/**
 * A pixel from the text of a cell: a whole number from 0 to 255, however it is written (`7`, `7.0`, `7e0`).
 * Throws a DataError for anything else.
 */
export function pixelOf(text: string, place: Place): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (isPixel(value)) return value;
  throw notAPixel(excerpt(text), place);
}

/** Whether a number can be a pixel. */
export function isPixel(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

/** The error for a cell that is no pixel. */
export function notAPixel(found: string, { file, row, column }: Place): DataError {
  return new DataError(
    file,
    `expected a whole number from 0 to 255 in column ${excerpt(column)} of sample ${row}, found ${found}.`,
  );
}
