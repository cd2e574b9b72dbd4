import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { DataError, reasonOf } from '../table/data-error.js';
import { FeatureValues, MAX_BYTES } from '../table/feature-values.js';
import { numberOf } from '../table/number-cell.js';
import { layOut, type ReadTable, readTable, type TableColumns, type TableLayout } from '../table/table.js';
import { isGzip } from './gunzip-idx.js';

/** The longest line: a million cells, with room for longer ways to write one. */
const MAX_LINE_BYTES = 8 * 2 ** 20;
/** A pixel takes at most three digits and a comma; twice that is room for quotes and other numbers. */
const MAX_TEXT_BYTES = 8 * MAX_BYTES;

/**
 * Reads a CSV file (RFC 4180), plain or gzipped: a line of names, then a line a sample. It is read piece by piece and
 * only numbers are kept. Rejects with a DataError for a file that cannot be read or unpacked, lines of different
 * lengths, and cells that are no numbers.
 */
export async function readCsv(path: string, columns: TableColumns, signal: AbortSignal): Promise<ReadTable> {
  const collector = new Collector(path, columns);
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    max_record_size: MAX_LINE_BYTES,
    // To find out which one a file has, the parser would look for it anew at each byte of the first line.
    record_delimiter: ['\r\n', '\n'],
  });
  const isPacked = await startsGzipped(path);
  const file = createReadStream(path, { highWaterMark: 1 << 18 });
  try {
    await (isPacked
      ? pipeline(file, createGunzip(), limit(path), parser, collector.take, { signal })
      : pipeline(file, limit(path), parser, collector.take, { signal }));
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof DataError) throw cause;
    throw new DataError(path, explain(cause as Error), { cause });
  }
  return collector.table();
}

/** Collects the records of a CSV file: the first one names the columns. */
class Collector {
  readonly #file: string;
  readonly #columns: TableColumns;
  readonly #labelTexts: string[] = [];
  #layout: TableLayout | undefined;
  #features: FeatureValues | undefined;

  constructor(file: string, columns: TableColumns) {
    this.#file = file;
    this.#columns = columns;
  }

  readonly take = async (records: AsyncIterable<string[]>): Promise<void> => {
    for await (const record of records) {
      if (this.#layout && this.#features) this.#add(record, this.#layout, this.#features);
      else {
        this.#layout = layOut(record, this.#columns, this.#file);
        this.#features = new FeatureValues(this.#file, this.#layout.features.length, 1_000);
      }
    }
  };

  #add(
    record: readonly string[],
    { target, features, featureNames }: TableLayout,
    values: FeatureValues,
  ): void {
    const row = this.#labelTexts.length;
    for (const [feature, index] of features.entries()) {
      const place = { file: this.#file, row: row + 1, column: featureNames[feature]! };
      values.put(row, feature, numberOf(record[index]!, place));
    }
    this.#labelTexts.push(record[target]!);
  }

  table(): ReadTable {
    if (!this.#layout || !this.#features)
      throw new DataError(this.#file, 'expected a line of names, found none.');
    const matrix = this.#features.toMatrix(this.#labelTexts.length);
    return readTable(matrix, this.#labelTexts, this.#layout, this.#file);
  }
}

/** Ends the reading of a file that unpacks to more than any data set has. */
function limit(file: string) {
  return async function* (chunks: AsyncIterable<Buffer>) {
    let bytes = 0;
    for await (const chunk of chunks) {
      bytes += chunk.length;
      if (bytes > MAX_TEXT_BYTES)
        throw new DataError(file, `expected at most ${MAX_TEXT_BYTES} bytes, found more.`);
      yield chunk;
    }
  };
}

async function startsGzipped(path: string): Promise<boolean> {
  const handle = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw new DataError(path, `expected a readable file, but ${cause.message}.`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return isGzip(buffer.subarray(0, bytesRead));
  } catch (cause) {
    throw new DataError(path, `expected a readable file, but ${(cause as Error).message}.`, { cause });
  } finally {
    await handle.close();
  }
}

function explain(cause: Error): string {
  if (cause instanceof CsvError) {
    const line = 'lines' in cause ? ` in line ${String(cause['lines'])}` : '';
    return `expected CSV${line}: ${reasonOf(cause)}.`;
  }
  return `expected a readable file, found it damaged (${reasonOf(cause)}).`;
}
