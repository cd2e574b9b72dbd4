import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { pixelsOf } from '../../../../estimators/check-data.js';
import type { Dataset } from '../../../../estimators/matrix.js';
import { readParquet } from '../../../../stages/data/formats/parquet.js';
import { DataError } from '../../../../stages/data/table/data-error.js';
import { firstDigits, pixels } from '../first-digits.js';
import { refusal } from '../refusal.js';

type Column = Parameters<typeof parquetWriteBuffer>[0]['columnData'][number];

function write(columnData: Column[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 20 }));
}

/** The digits as OpenML's Parquet file of MNIST has them: packed by Snappy, a column a pixel, classes as texts. */
function asParquet({ images, labels }: Dataset, type: 'INT32' | 'INT64' | 'DOUBLE'): Uint8Array<ArrayBuffer> {
  const columns = pixels.map((name, pixel): Column => {
    const values = Array.from(labels, (_, row) => images.data[row * images.columns + pixel]!);
    return { name, type, data: type === 'INT64' ? values.map(BigInt) : values };
  });
  return write([...columns, { name: 'class', type: 'STRING', data: Array.from(labels, String) }]);
}

const read = (bytes: Uint8Array<ArrayBuffer>) =>
  readParquet(bytes, { target: 'class', ignored: [] }, 'digits.pq', new AbortController().signal);

test.each(['INT32', 'INT64', 'DOUBLE'] as const)(
  'columns of %s give the digits that they were made of',
  async (type) => {
    const digits = await firstDigits();
    const { dataset, featureNames } = await read(asParquet(digits, type));
    expect(dataset.labels).toEqual(digits.labels);
    expect(dataset.images).toMatchObject({ rows: 50, columns: 784 });
    expect(Buffer.compare(pixelsOf(dataset.images).data, digits.images.data)).toBe(0);
    expect(featureNames).toEqual(pixels);
  },
);

test('labels may be texts that the file does not call so', async () => {
  const names = ['coat', 'Stiefel', 'größer'];
  const { dataset, classNames } = await read(
    write([
      { name: 'a', type: 'INT32', data: [1, 2, 3] },
      { name: 'class', type: 'BYTE_ARRAY', data: names.map((name) => Buffer.from(name)) },
    ]),
  );
  expect(classNames).toEqual(['Stiefel', 'coat', 'größer']);
  expect([...dataset.labels]).toEqual([1, 0, 2]);
});

test.each(['DOUBLE', 'FLOAT'] as const)(
  'real numbers of type %s are read as doubles, whatever is between them',
  async (type) => {
    const { dataset } = await read(
      write([
        { name: 'a', type: 'INT32', data: [1, 255, 3] },
        { name: 'b', type, data: [7, -0.5, 2 ** -20] },
        { name: 'class', type: 'INT32', data: [0, 1, 0] },
      ]),
    );
    const data = Float64Array.of(1, 7, 255, -0.5, 3, 2 ** -20);
    expect(dataset.images).toEqual({ data, rows: 3, columns: 2 });
  },
);

test.each([Number.NaN, Number.POSITIVE_INFINITY])('the number %s is refused', async (value) => {
  const bytes = write([
    { name: 'a', type: 'DOUBLE', data: [1, value] },
    { name: 'class', type: 'INT32', data: [0, 1] },
  ]);
  expect(await refusal(() => read(bytes), DataError)).toBe(
    `digits.pq: expected a finite number in column "a" of sample 2, found "${value}". Fill missing values in, or leave their samples out.`,
  );
});

test('missing values are refused', async () => {
  const missing = (pixel: number | null, label: string | null) =>
    write([
      { name: 'a', type: 'INT32', data: [1, pixel] },
      { name: 'class', type: 'STRING', data: ['0', label] },
    ]);
  expect(await refusal(() => read(missing(null, '1')), DataError)).toMatch(/sample 2, found "null"\. Fill /);
  expect(await refusal(() => read(missing(2, null)), DataError)).toMatch(/for sample 2, found none\.$/);
});

test('another file is refused, and so is one that is cut', async () => {
  const bytes = write([
    { name: 'a', type: 'INT32', data: [1, 2] },
    { name: 'class', type: 'INT32', data: [0, 1] },
  ]);
  expect(await refusal(() => read(new Uint8Array(3)), DataError)).toMatch(
    /^digits\.pq: expected a Parquet file, but /,
  );
  for (let end = 0; end < bytes.length; end++) await refusal(() => read(bytes.slice(0, end)), DataError);
});

test('a file of a few bytes that says it has any number of values is refused at once', async () => {
  const bytes = write([
    { name: 'a', type: 'INT32', data: [1, 1] },
    { name: 'class', type: 'INT32', data: [1, 1] },
  ]);
  const before = process.memoryUsage().rss;
  let lies = 0;
  for (let at = 4; at < bytes.length - 8; at++) {
    // What a number takes up in the file, overwritten with the largest one that has five bytes.
    const liar = bytes.slice();
    liar.set([0xfe, 0xff, 0xff, 0xff, 0x0f].slice(0, bytes.length - 8 - at), at);
    try {
      await read(liar);
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      lies++;
    }
  }
  expect(lies).toBeGreaterThan(100);
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
});
