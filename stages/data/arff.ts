import { type ArffAttribute, parseArffHeader, splitCells, unquote } from './arff-header.js';
import { DataError, excerpt } from './data-error.js';
import { pixelOf } from './pixel.js';
import { PixelRows } from './pixel-rows.js';
import { layOut, type ReadTable, readTable, type TableColumns, type TableLayout } from './table.js';

const NEWLINE = 10;
const PERCENT = 37;
const COMMA = 44;
const ZERO = 48;
const NINE = 57;
const OPENING_BRACE = 123;

/**
 * Reads an ARFF file: a table of pixels and a column of labels. Rows may be dense (`1,2,3`) or sparse (`{0 1, 2 3}`,
 * what is left out being 0). Throws a DataError that names the row for anything else, a missing value (`?`) too.
 */
export function readArff(bytes: Uint8Array, columns: TableColumns, file: string): ReadTable {
  const { attributes, dataStart } = parseArffHeader(bytes, file);
  const names = attributes.map(({ name }) => name);
  const layout = layOut(names, columns, file);
  const reader = new RowReader(bytes, attributes, layout, file);
  // A dense row has at least a digit and a comma for each attribute.
  const expectedRows = Math.ceil((bytes.length - dataStart) / (2 * attributes.length));
  const rows = new PixelRows(file, layout.pixels.length, expectedRows);
  const labelTexts: string[] = [];
  for (let start = dataStart; start < bytes.length; ) {
    const end = lineEnd(bytes, start);
    const [from, to] = withoutSpace(bytes, start, end);
    if (from < to && bytes[from] !== PERCENT) {
      const row = rows.add();
      const isSparse = bytes[from] === OPENING_BRACE;
      labelTexts.push(
        isSparse
          ? reader.readSparse(from, to, rows.length, row)
          : reader.readDense(from, to, rows.length, row),
      );
    }
    start = end + 1;
  }
  return readTable(rows.toMatrix(), labelTexts, layout, file);
}

/** Reads one row at a time: fills the pixels, returns the label. */
class RowReader {
  readonly #bytes: Uint8Array;
  readonly #attributes: readonly ArffAttribute[];
  readonly #file: string;
  readonly #target: number;
  /** Attribute -> the pixel that it is, or -1. */
  readonly #pixelOf: Int32Array;
  readonly #decoder = new TextDecoder();

  constructor(bytes: Uint8Array, attributes: readonly ArffAttribute[], layout: TableLayout, file: string) {
    this.#bytes = bytes;
    this.#attributes = attributes;
    this.#file = file;
    this.#target = layout.target;
    this.#pixelOf = new Int32Array(attributes.length).fill(-1);
    for (const [pixel, attribute] of layout.pixels.entries()) this.#pixelOf[attribute] = pixel;
  }

  readDense(from: number, to: number, number: number, pixels: Uint8Array): string {
    const bytes = this.#bytes;
    let label = '';
    let attribute = 0;
    let at = from;
    for (; attribute < this.#attributes.length; attribute++) {
      const pixel = this.#pixelOf[attribute]!;
      const start = at;
      // What nearly all cells are: a few digits.
      let value = 0;
      while (at < to && bytes[at]! >= ZERO && bytes[at]! <= NINE && at - start < 4) {
        value = 10 * value + bytes[at++]! - ZERO;
      }
      const isPlain = at > start && (at === to || bytes[at] === COMMA);
      if (!isPlain) at = cellEnd(bytes, start, to);
      if (pixel >= 0) {
        if (isPlain && value <= 255) pixels[pixel] = value;
        else this.#setPixel(pixels, attribute, this.#text(start, at), number);
      } else if (attribute === this.#target) label = this.#label(this.#text(start, at), number);
      if (at >= to) break;
      at++;
    }
    const cells = attribute + 1;
    if (at < to || cells !== this.#attributes.length) {
      throw this.#problem(number, `${this.#attributes.length} values, found ${at < to ? 'more' : cells}`);
    }
    return label;
  }

  readSparse(from: number, to: number, number: number, pixels: Uint8Array): string {
    const text = this.#text(from, to);
    if (!text.endsWith('}'))
      throw this.#problem(number, `a closing brace, found ${excerpt(text.slice(-20))}`);
    const inner = text.slice(1, -1).trim();
    const target = this.#attributes[this.#target]!;
    let label = target.values?.[0] ?? '0';
    let last = -1;
    for (const cell of inner === '' ? [] : splitCells(inner)) {
      const parts = /^(?<index>\d+)\s+(?<value>.+)$/.exec(cell)?.groups;
      const index = Number(parts?.['index'] ?? Number.NaN);
      if (!parts || !(index > last && index < this.#attributes.length)) {
        const most = this.#attributes.length - 1;
        throw this.#problem(
          number,
          `"index value" with rising indices up to ${most}, found ${excerpt(cell)}`,
        );
      }
      last = index;
      if (index === this.#target) label = this.#label(parts['value']!, number);
      else if (this.#pixelOf[index]! >= 0) this.#setPixel(pixels, index, parts['value']!, number);
    }
    return label;
  }

  #setPixel(pixels: Uint8Array, attribute: number, text: string, row: number): void {
    const { name } = this.#attributes[attribute]!;
    pixels[this.#pixelOf[attribute]!] = pixelOf(unquote(text), { file: this.#file, row, column: name });
  }

  #label(text: string, number: number): string {
    const label = unquote(text);
    const { values, name } = this.#attributes[this.#target]!;
    if (label === '?' || (values && !values.includes(label))) {
      throw this.#problem(number, `one of the values of ${excerpt(name)}, found ${excerpt(label)}`);
    }
    return label;
  }

  #text(start: number, end: number): string {
    return this.#decoder.decode(this.#bytes.subarray(start, end));
  }

  #problem(row: number, expectedAndFound: string): DataError {
    return new DataError(this.#file, `expected in sample ${row} ${expectedAndFound}.`);
  }
}

function lineEnd(bytes: Uint8Array, start: number): number {
  const found = bytes.indexOf(NEWLINE, start);
  return found < 0 ? bytes.length : found;
}

/** Where a cell ends: at the next comma that is not in quotes. */
function cellEnd(bytes: Uint8Array, start: number, end: number): number {
  const BACKSLASH = 92;
  const isQuote = (byte: number) => byte === 34 || byte === 39;
  let quote = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (quote !== 0) {
      if (byte === BACKSLASH) at++;
      else if (byte === quote) quote = 0;
    } else if (byte === COMMA) return at;
    else if (isQuote(byte)) quote = byte;
  }
  return end;
}

/** A line's bytes without the white space around them. */
function withoutSpace(bytes: Uint8Array, start: number, end: number): [number, number] {
  const isSpace = (byte: number) => byte === 32 || byte === 9 || byte === 13;
  let [from, to] = [start, end];
  while (from < to && isSpace(bytes[from]!)) from++;
  while (to > from && isSpace(bytes[to - 1]!)) to--;
  return [from, to];
}
