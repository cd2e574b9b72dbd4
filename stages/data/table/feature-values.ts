import type { Matrix, Values } from '../../../estimators/matrix.js';
import { DataError } from './data-error.js';

/** No data set that is classified here comes near it; a file that holds more is wrong or hostile. */
export const MAX_BYTES = 2 ** 30;

/**
 * The features of samples as they are read: bytes for as long as all of them are whole numbers from 0 to 255, which is
 * what images have, and doubles from the first one on that is not.
 */
export class FeatureValues {
  readonly #file: string;
  readonly #columns: number;
  #data: Values;
  /** Samples of which something was noted. */
  #rows = 0;

  /** @param expectedRows how many there probably are; more or fewer may come. */
  constructor(file: string, columns: number, expectedRows: number) {
    this.#file = file;
    this.#columns = columns;
    this.#data = new Uint8Array(columns * Math.max(1, Math.min(expectedRows, MAX_BYTES / columns)));
  }

  /** Notes a feature of a sample; one that is never noted is 0. Throws a DataError beyond `MAX_BYTES`. */
  put(row: number, column: number, value: number): void {
    const at = row * this.#columns + column;
    if (row >= this.#rows) this.#rows = row + 1;
    if (at >= this.#data.length) this.#data = this.#grown((row + 1) * this.#columns);
    if (this.#data instanceof Uint8Array && !isPixel(value)) {
      const noted = this.#rows * this.#columns;
      this.#checkRoom(noted, 8);
      this.#data = new Float64Array(this.#data.subarray(0, noted));
    }
    this.#data[at] = value;
  }

  /** The first so many samples as a matrix. Throws a DataError for none. */
  toMatrix(rows: number): Matrix {
    if (rows === 0) throw new DataError(this.#file, 'expected at least one sample, found none.');
    const count = rows * this.#columns;
    // Samples of zeros alone may never have been noted.
    const data = count > this.#data.length ? this.#grown(count) : this.#data;
    return { data: data.slice(0, count), rows, columns: this.#columns };
  }

  #grown(least: number): Values {
    const { length, BYTES_PER_ELEMENT: bytes } = this.#data;
    this.#checkRoom(least, bytes);
    const size = Math.min(MAX_BYTES / bytes, Math.max(least, 2 * length));
    const larger = bytes === 1 ? new Uint8Array(size) : new Float64Array(size);
    larger.set(this.#data);
    return larger;
  }

  #checkRoom(values: number, bytes: number): void {
    if (values * bytes <= MAX_BYTES) return;
    const what = bytes === 1 ? 'whole numbers from 0 to 255' : 'numbers';
    throw new DataError(this.#file, `expected at most ${MAX_BYTES / bytes} ${what}, found more.`);
  }
}

function isPixel(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 255;
}
