import {
  type ColumnData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { DataError, excerpt, reasonOf } from '../table/data-error.js';
import { FeatureValues, MAX_BYTES } from '../table/feature-values.js';
import { finite } from '../table/number-cell.js';
import { layOut, type ReadTable, readTable, type TableColumns, type TableLayout } from '../table/table.js';
import { checkColumn, checkFooter } from './parquet-pages.js';

/** All of them unpacked at once would take many times the room; each reading of some goes through the whole schema. */
const COLUMNS_AT_ONCE = 64;
/** A file of a few bytes can say that a value stands in a thousand million rows. */
const MAX_ROWS = 2 ** 24;
/** What the values of a column may mean: anything that is a number or a text as it stands there. */
const MEANINGS: ReadonlySet<string> = new Set(['STRING', 'UTF8', 'ENUM', 'INTEGER']);

/**
 * Reads a Parquet file: a table of columns of features (numbers of any type) and one of labels (numbers or texts),
 * uncompressed or packed by Snappy. Rejects with a DataError for anything else. The library believes the sizes that
 * stand in a file; so they are checked before it reads them (parquet-pages.ts).
 */
export async function readParquet(
  bytes: Uint8Array<ArrayBuffer>,
  columns: TableColumns,
  file: string,
  signal: AbortSignal,
): Promise<ReadTable> {
  const read = new ParquetColumns(bytes, file);
  const metadata = await read.metadata();
  const layout = layOut(columnNames(metadata, file), columns, file);
  const rows = countRows(metadata, layout, file);
  const wanted = [columns.target, ...layout.featureNames];
  await read.checkPages(wanted, metadata);
  const features = new FeatureValues(file, layout.features.length, rows);
  const labelTexts: string[] = new Array<string>(rows).fill('');
  const decoder = new TextDecoder();
  const featureAt = new Map(layout.featureNames.map((name, feature) => [name, feature]));
  const take = (column: string, value: unknown, row: number) => {
    const feature = featureAt.get(column);
    if (feature === undefined) {
      labelTexts[row] = value instanceof Uint8Array ? decoder.decode(value) : String(value ?? '');
      return;
    }
    const number = typeof value === 'bigint' ? Number(value) : value;
    const place = { file, row: row + 1, column };
    features.put(row, feature, finite(number, excerpt(String(value)), place));
  };
  for (let start = 0; start < wanted.length; start += COLUMNS_AT_ONCE) {
    signal.throwIfAborted();
    await read.columns(wanted.slice(start, start + COLUMNS_AT_ONCE), metadata, take);
  }
  return readTable(features.toMatrix(rows), labelTexts, layout, file);
}

/** A Parquet file's columns. */
class ParquetColumns {
  readonly #file: string;
  readonly #bytes: Uint8Array;
  readonly #buffer: { readonly byteLength: number; slice(start: number, end?: number): ArrayBuffer };

  constructor(bytes: Uint8Array<ArrayBuffer>, file: string) {
    this.#file = file;
    this.#bytes = bytes;
    this.#buffer = {
      byteLength: bytes.length,
      slice: (start, end) =>
        bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + (end ?? bytes.length)),
    };
  }

  async metadata(): Promise<FileMetaData> {
    return this.#checked(async () => {
      checkFooter(this.#bytes);
      const metadata = await parquetMetadataAsync(this.#buffer);
      // Throws for a tree of columns that is none.
      parquetSchema(metadata);
      return metadata;
    });
  }

  /** Rejects if a column that is wanted does not have a value for each row, or does not fit into the file. */
  async checkPages(names: readonly string[], { schema, row_groups }: FileMetaData): Promise<void> {
    const wanted = new Set(names);
    const optional = new Set(
      schema.slice(1).flatMap((element) => (element.repetition_type === 'REQUIRED' ? [] : [element.name])),
    );
    await this.#checked(async () => {
      for (const { columns, num_rows } of row_groups) {
        for (const { meta_data } of columns) {
          const [name = '', ...deeper] = meta_data?.path_in_schema ?? [];
          if (!meta_data || deeper.length > 0 || !wanted.has(name)) continue;
          checkColumn(this.#bytes, meta_data, Number(num_rows), optional.has(name));
        }
      }
    });
  }

  /** Gives each value of some columns to `take`, which may throw. Rejects unless there is one for each row. */
  async columns(
    names: string[],
    metadata: FileMetaData,
    take: (column: string, value: unknown, row: number) => void,
  ): Promise<void> {
    const chunks: ColumnData[] = [];
    await this.#checked(() =>
      parquetRead({
        file: this.#buffer,
        metadata,
        columns: names,
        // Bytes are bytes, unless the file itself says that they are text.
        utf8: false,
        onChunk: (chunk) => chunks.push(chunk),
      }),
    );
    const rows = Number(metadata.num_rows);
    const next = new Map(names.map((name) => [name, 0]));
    for (const { columnName, columnData, rowStart } of chunks.sort((a, b) => a.rowStart - b.rowStart)) {
      if (next.get(columnName) !== rowStart || rowStart + columnData.length > rows) continue;
      for (let index = 0; index < columnData.length; index++) {
        take(columnName, columnData[index], rowStart + index);
      }
      next.set(columnName, rowStart + columnData.length);
    }
    for (const [name, row] of next) {
      if (row === rows) continue;
      throw new DataError(this.#file, `expected ${rows} values in column ${excerpt(name)}, found ${row}.`);
    }
  }

  async #checked<Result>(body: () => Promise<Result>): Promise<Result> {
    try {
      return await body();
    } catch (cause) {
      throw new DataError(this.#file, `expected a Parquet file, but ${reasonOf(cause)}.`, { cause });
    }
  }
}

function columnNames(metadata: FileMetaData, file: string): string[] {
  const { children, element: root } = parquetSchema(metadata);
  const nested = [{ children: [], element: root }, ...children].find(
    (child) => child.children.length > 0 || child.element.repetition_type === 'REPEATED',
  );
  if (nested) {
    const name = excerpt(nested.element.name);
    throw new DataError(file, `expected columns of single values, found the nested column ${name}.`);
  }
  for (const { element } of children) {
    if (typeof element.name !== 'string')
      throw new DataError(file, 'expected columns with names, found one without.');
    const meaning = element.logical_type?.type ?? element.converted_type;
    if (meaning === undefined || MEANINGS.has(meaning) || /^U?INT_\d+$/.test(meaning)) continue;
    throw new DataError(
      file,
      `expected columns of numbers or texts, found ${excerpt(element.name)} of ${excerpt(meaning)}.`,
    );
  }
  return children.map(({ element }) => element.name);
}

function countRows(metadata: FileMetaData, { features }: TableLayout, file: string): number {
  const rows = Number(metadata.num_rows);
  const grouped = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!(rows > 0)) throw new DataError(file, `expected at least one sample, found ${rows}.`);
  if (rows > MAX_ROWS) throw new DataError(file, `expected at most ${MAX_ROWS} samples, found ${rows}.`);
  if (grouped !== rows) throw new DataError(file, `expected ${rows} rows, found ${grouped} in its groups.`);
  if (rows * features.length > MAX_BYTES) {
    throw new DataError(
      file,
      `expected at most ${MAX_BYTES} features of all samples, found ${rows} x ${features.length}.`,
    );
  }
  const unpacked = metadata.row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data }) => Number(meta_data?.total_uncompressed_size ?? 0)),
  );
  // A value takes at most eight bytes.
  const most = 8 * MAX_BYTES;
  if (unpacked.reduce((sum, size) => sum + size, 0) > most) {
    throw new DataError(file, `expected at most ${most} bytes of columns, found more.`);
  }
  return rows;
}
