import type { PixelMatrix } from '../../estimators/matrix.js';
import { DataError } from './data-error.js';

/** No data set that is classified here comes near it; a file that holds more is wrong or hostile. */
export const MAX_PIXELS = 2 ** 30;

/** Rows of pixels of a file that does not say beforehand how many it has. */
export class PixelRows {
  readonly #file: string;
  readonly #columns: number;
  #data: Uint8Array;
  #rows = 0;

  /** @param expectedRows how many there probably are; more or fewer may come. */
  constructor(file: string, columns: number, expectedRows: number) {
    this.#file = file;
    this.#columns = columns;
    this.#data = new Uint8Array(columns * Math.max(1, Math.min(expectedRows, MAX_PIXELS / columns)));
  }

  /** How many rows there are by now. */
  get length(): number {
    return this.#rows;
  }

  /** A new row of zeros, to be filled before the next one is asked for. Throws a DataError beyond `MAX_PIXELS`. */
  add(): Uint8Array {
    const start = this.#rows * this.#columns;
    const end = start + this.#columns;
    if (end > MAX_PIXELS) {
      throw new DataError(this.#file, `expected at most ${MAX_PIXELS} pixels, found more.`);
    }
    if (end > this.#data.length) {
      const larger = new Uint8Array(Math.min(MAX_PIXELS, Math.max(end, 2 * this.#data.length)));
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#rows++;
    return this.#data.subarray(start, end);
  }

  /** All rows as a matrix. Throws a DataError if there is none. */
  toMatrix(): PixelMatrix {
    if (this.#rows === 0) throw new DataError(this.#file, 'expected at least one sample, found none.');
    return {
      data: this.#data.slice(0, this.#rows * this.#columns),
      rows: this.#rows,
      columns: this.#columns,
    };
  }
}
