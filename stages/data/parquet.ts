import { type FileMetaData, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { DataError, excerpt } from './data-error.js';
import { isPixel, notAPixel } from './pixel.js';
import { MAX_PIXELS } from './pixel-rows.js';
import { layOut, type ReadTable, readTable, type TableColumns, type TableLayout } from './table.js';

/**
 * Reads a Parquet file: a table of columns of pixels (numbers of any type) and one of labels (numbers or texts),
 * uncompressed or packed by Snappy. Rejects with a DataError for anything else.
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
  for (const [pixel, column] of layout.featureNames.entries()) {
    signal.throwIfAborted();
    await read.column(column, metadata, (value, row) => {
      const number = typeof value === 'bigint' ? Number(value) : value;
      if (!isPixel(number)) throw notAPixel(excerpt(String(value)), { file, row: row + 1, column });
      data[row * stride + pixel] = number;
    });
  }
  const labelTexts: string[] = new Array<string>(rows).fill('');
  const decoder = new TextDecoder();
  await read.column(columns.target, metadata, (value, row) => {
    labelTexts[row] = value instanceof Uint8Array ? decoder.decode(value) : String(value ?? '');
  });
  return readTable({ data, rows, columns: stride }, labelTexts, layout, file);
}

/** A Parquet file's columns, one at a time: all at once would take many times the room. */
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

  /** Gives each value of a column to `take`, which may throw. Rejects unless there is one for each row. */
  async column(
    column: string,
    metadata: FileMetaData,
    take: (value: unknown, row: number) => void,
  ): Promise<void> {
    const chunks: { readonly values: ArrayLike<unknown>; readonly start: number }[] = [];
    await this.#checked(() =>
      parquetRead({
        file: this.#buffer,
        metadata,
        columns: [column],
        // Bytes are bytes, unless the file itself says that they are text.
        utf8: false,
        onChunk: ({ columnData, rowStart }) => chunks.push({ values: columnData, start: rowStart }),
      }),
    );
    const rows = Number(metadata.num_rows);
    let row = 0;
    for (const { values, start } of chunks.sort((one, other) => one.start - other.start)) {
      if (start !== row || row + values.length > rows) break;
      for (let index = 0; index < values.length; index++) take(values[index], row++);
    }
    if (row !== rows) {
      throw new DataError(this.#file, `expected ${rows} values in column ${excerpt(column)}, found ${row}.`);
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
