import {
  type ColumnData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from 'hyparquet';
import { DataError, excerpt } from './data-error.js';
import { isPixel, notAPixel } from './pixel.js';
import { MAX_PIXELS } from './pixel-rows.js';
import { layOut, type ReadTable, readTable, type TableColumns, type TableLayout } from './table.js';

/** All of them unpacked at once would take many times the room; each reading of some goes through the whole schema. */
const COLUMNS_AT_ONCE = 64;

/**
 * Reads a Parquet file: a table of columns of pixels (numbers of any type) and one of labels (numbers or texts),
 * uncompressed or packed by Snappy. Rejects with a DataError for anything else. The library believes the sizes that
 * stand in a file's own index, so this is for files that were held against a checksum which somebody vouches for.
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
  const stride = layout.pixels.length;
  const data = new Uint8Array(rows * stride);
  const labelTexts: string[] = new Array<string>(rows).fill('');
  const decoder = new TextDecoder();
  const pixelAt = new Map(layout.featureNames.map((name, pixel) => [name, pixel]));
  const take = (column: string, value: unknown, row: number) => {
    const pixel = pixelAt.get(column);
    if (pixel === undefined) {
      labelTexts[row] = value instanceof Uint8Array ? decoder.decode(value) : String(value ?? '');
      return;
    }
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (!isPixel(number)) throw notAPixel(excerpt(String(value)), { file, row: row + 1, column });
    data[row * stride + pixel] = number;
  };
  const wanted = [columns.target, ...layout.featureNames];
  for (let start = 0; start < wanted.length; start += COLUMNS_AT_ONCE) {
    signal.throwIfAborted();
    await read.columns(wanted.slice(start, start + COLUMNS_AT_ONCE), metadata, take);
  }
  return readTable({ data, rows, columns: stride }, labelTexts, layout, file);
}

/** A Parquet file's columns. */
class ParquetColumns {
  readonly #file: string;
  readonly #buffer: { readonly byteLength: number; slice(start: number, end?: number): ArrayBuffer };

  constructor(bytes: Uint8Array<ArrayBuffer>, file: string) {
    this.#file = file;
    this.#buffer = {
      byteLength: bytes.length,
      slice: (start, end) =>
        bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + (end ?? bytes.length)),
    };
  }

  async metadata(): Promise<FileMetaData> {
    return this.#checked(() => parquetMetadataAsync(this.#buffer));
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
      const reason = (cause as Error).message.replace(/\s+/g, ' ').replace(/\.?$/, '.');
      throw new DataError(this.#file, `expected a Parquet file, but ${reason}`, { cause });
    }
  }
}

function columnNames(metadata: FileMetaData, file: string): string[] {
  const { children } = parquetSchema(metadata);
  const nested = children.find((child) => child.children.length > 0);
  if (nested) {
    const name = excerpt(nested.element.name);
    throw new DataError(file, `expected columns of single values, found the nested column ${name}.`);
  }
  return children.map(({ element }) => element.name);
}

function countRows(metadata: FileMetaData, { pixels }: TableLayout, file: string): number {
  const rows = Number(metadata.num_rows);
  const grouped = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  if (!(rows > 0)) throw new DataError(file, `expected at least one sample, found ${rows}.`);
  if (grouped !== rows) throw new DataError(file, `expected ${rows} rows, found ${grouped} in its groups.`);
  if (rows * pixels.length > MAX_PIXELS) {
    throw new DataError(file, `expected at most ${MAX_PIXELS} pixels, found ${rows} x ${pixels.length}.`);
  }
  const unpacked = metadata.row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data }) => Number(meta_data?.total_uncompressed_size ?? 0)),
  );
  // A value takes at most eight bytes.
  const most = 8 * MAX_PIXELS;
  if (unpacked.reduce((sum, size) => sum + size, 0) > most) {
    throw new DataError(file, `expected at most ${most} bytes of columns, found more.`);
  }
  return rows;
}
