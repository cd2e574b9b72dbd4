import { DataError, excerpt } from '../table/data-error.js';
import { FeatureValues } from '../table/feature-values.js';
import { numberOf } from '../table/number-cell.js';
import { layOut, type ReadTable, readTable, type TableColumns, type TableLayout } from '../table/table.js';
import { type ArffAttribute, parseArffHeader, splitCells, unquote } from './arff-header.js';

const NEWLINE = 10;
const PERCENT = 37;
const COMMA = 44;
const ZERO = 48;
const NINE = 57;
const OPENING_BRACE = 123;

/**
 * Reads an ARFF file: a table of features and a column of labels. Rows may be dense (`1,2,3`) or sparse (`{0 1, 2 3}`,
 * what is left out being 0). Throws a DataError that names the row for anything else, a missing value (`?`) too.
 */
export function readArff(bytes: Uint8Array, columns: TableColumns, file: string): ReadTable {
  const { attributes, dataStart } = parseArffHeader(bytes, file);
  const names = attributes.map(({ name }) => name);
  const layout = layOut(names, columns, file);
  const reader = new RowReader(bytes, attributes, layout, file);
  // A dense row has at least a digit and a comma for each attribute.
  const expectedRows = Math.ceil((bytes.length - dataStart) / (2 * attributes.length));
  const features = new FeatureValues(file, layout.features.length, expectedRows);
  const labelTexts: string[] = [];
  for (let start = dataStart; start < bytes.length; ) {
    const end = lineEnd(bytes, start);
    const [from, to] = withoutSpace(bytes, start, end);
    if (from < to && bytes[from] !== PERCENT) {
      const row = labelTexts.length;
      const isSparse = bytes[from] === OPENING_BRACE;
      labelTexts.push(
        isSparse ? reader.readSparse(from, to, row, features) : reader.readDense(from, to, row, features),
      );
    }
    start = end + 1;
  }
  return readTable(features.toMatrix(labelTexts.length), labelTexts, layout, file);
}

/** Reads one row at a time: notes the features, returns the label. */
class RowReader {
  readonly #bytes: Uint8Array;
  readonly #attributes: readonly ArffAttribute[];
  readonly #file: string;
  readonly #target: number;
  /** Attribute -> the feature that it is, or -1. */
  readonly #featureOf: Int32Array;
  readonly #decoder = new TextDecoder();

  constructor(bytes: Uint8Array, attributes: readonly ArffAttribute[], layout: TableLayout, file: string) {
    this.#bytes = bytes;
    this.#attributes = attributes;
    this.#file = file;
    this.#target = layout.target;
    this.#featureOf = new Int32Array(attributes.length).fill(-1);
    for (const [feature, attribute] of layout.features.entries()) this.#featureOf[attribute] = feature;
  }

  readDense(from: number, to: number, row: number, features: FeatureValues): string {
    const bytes = this.#bytes;
    let label = '';
    let attribute = 0;
    let at = from;
    for (; attribute < this.#attributes.length; attribute++) {
      const feature = this.#featureOf[attribute]!;
      const start = at;
      // What nearly all cells are: a few digits.
      let value = 0;
      while (at < to && bytes[at]! >= ZERO && bytes[at]! <= NINE && at - start < 4) {
        value = 10 * value + bytes[at++]! - ZERO;
      }
      const isPlain = at > start && (at === to || bytes[at] === COMMA);
      if (!isPlain) at = cellEnd(bytes, start, to);
      if (feature >= 0) {
        if (isPlain) features.put(row, feature, value);
        else this.#put(features, attribute, this.#text(start, at), row);
      } else if (attribute === this.#target) label = this.#label(this.#text(start, at), row);
      if (at >= to) break;
      at++;
    }
    const cells = attribute + 1;
    if (at < to || cells !== this.#attributes.length) {
      throw this.#problem(row, `${this.#attributes.length} values, found ${at < to ? 'more' : cells}`);
    }
    return label;
  }

  readSparse(from: number, to: number, row: number, features: FeatureValues): string {
    const text = this.#text(from, to);
    if (!text.endsWith('}')) throw this.#problem(row, `a closing brace, found ${excerpt(text.slice(-20))}`);
    const inner = text.slice(1, -1).trim();
    const target = this.#attributes[this.#target]!;
    let label = target.values?.[0] ?? '0';
    let last = -1;
    for (const cell of inner === '' ? [] : splitCells(inner)) {
      const parts = /^(?<index>\d+)\s+(?<value>.+)$/.exec(cell)?.groups;
      const index = Number(parts?.['index'] ?? Number.NaN);
      if (!parts || !(index > last && index < this.#attributes.length)) {
        const most = this.#attributes.length - 1;
        throw this.#problem(row, `"index value" with rising indices up to ${most}, found ${excerpt(cell)}`);
      }
      last = index;
      if (index === this.#target) label = this.#label(parts['value']!, row);
      else if (this.#featureOf[index]! >= 0) this.#put(features, index, parts['value']!, row);
    }
    return label;
  }

  #put(features: FeatureValues, attribute: number, text: string, row: number): void {
    const { name } = this.#attributes[attribute]!;
    const place = { file: this.#file, row: row + 1, column: name };
    features.put(row, this.#featureOf[attribute]!, numberOf(unquote(text), place));
  }

  #label(text: string, row: number): string {
    const label = unquote(text);
    const { values, name } = this.#attributes[this.#target]!;
    if (label === '?' || (values && !values.includes(label))) {
      throw this.#problem(row, `one of the values of ${excerpt(name)}, found ${excerpt(label)}`);
    }
    return label;
  }

  #text(start: number, end: number): string {
    return this.#decoder.decode(this.#bytes.subarray(start, end));
  }

  #problem(row: number, expectedAndFound: string): DataError {
    return new DataError(this.#file, `expected in sample ${row + 1} ${expectedAndFound}.`);
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
