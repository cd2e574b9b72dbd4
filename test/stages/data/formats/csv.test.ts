import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pixelsOf } from '../../../../estimators/check-data.js';
import { readCsv } from '../../../../stages/data/formats/csv.js';
import { DataError } from '../../../../stages/data/table/data-error.js';
import { firstDigits, pixels, rowOf } from '../first-digits.js';
import { refusal } from '../refusal.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-csv-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function write(content: string | Uint8Array): string {
  const file = path.join(folder, `${files++}.csv`);
  writeFileSync(file, content);
  return file;
}

const read = (file: string, target = 'label') =>
  readCsv(file, { target, ignored: [] }, new AbortController().signal);

test('lines give the digits that they were made of, plain or gzipped, wherever the label stands', async () => {
  const digits = await firstDigits();
  const lines = [...digits.labels].map((label, row) => [label, ...rowOf(digits, row)].join(','));
  const text = `${['label', ...pixels].join(',')}\n${lines.join('\n')}\n`;
  for (const content of [text, gzipSync(text)]) {
    const { dataset, featureNames } = await read(write(content));
    expect(dataset.labels).toEqual(digits.labels);
    expect(Buffer.compare(pixelsOf(dataset.images).data, digits.images.data)).toBe(0);
    expect(featureNames).toEqual(pixels);
  }
});

test('quotes, a byte order mark and other line ends are understood, and names become labels', async () => {
  const { dataset, featureNames, classNames } = await read(
    write('\ufeff"a, b",label,c\r\n1,"T-shirt, top",2\r\n"3",coat,4.0\r\n'),
  );
  expect(featureNames).toEqual(['a, b', 'c']);
  expect([...dataset.images.data]).toEqual([1, 2, 3, 4]);
  expect(classNames).toEqual(['T-shirt, top', 'coat']);
});

test('real numbers are read to the last bit, however many whole ones came before', async () => {
  const values = [0.1, -1 / 3, 5e-324, 1.7976931348623157e308, -0, 1e21, 300];
  const lines = [...Array.from({ length: 3_000 }, (_, i) => i % 256), ...values].map((value) => `a,${value}`);
  const { dataset } = await read(write(`label,x\n${lines.join('\n')}\n`));
  const read3000 = dataset.images.data.subarray(0, 3_000);
  expect(dataset.images.data).toBeInstanceOf(Float64Array);
  expect(read3000.every((value, i) => value === i % 256)).toBe(true);
  expect([...dataset.images.data.subarray(3_000)]).toEqual(values.map((value) => value + 0));
});

test.each([
  ['', /: expected a line of names, found none\.$/],
  ['label,a\n', /: expected at least one sample, found none\.$/],
  ['label,a\n1,2,3\n', /: expected CSV in line 2: Invalid Record Length: .*\.$/],
  ['label,a\n1,"2\n', /: expected CSV in line \d: Quote Not Closed: .*\.$/],
  [
    'label,a\n1,\n',
    /: expected a finite number in column "a" of sample 1, found ""\. Fill missing values in, .*\.$/,
  ],
  ['label,a\n1,2\n1,NaN\n', /: expected a finite number .* of sample 2, found "NaN"\. .*\.$/],
  ['label,a\n1,-Infinity\n', /: expected a finite number .* of sample 1, found "-Infinity"\. .*\.$/],
  ['label,a\n300,2\n', /: expected a label from 0 to 255 for sample 1, found "300"\.$/],
  ['class,a\n1,2\n', /: expected a column "label" of labels, found "class", "a"\.$/],
  ['label,a,a\n1,2,3\n', /: expected each column once, found "a" twice\.$/],
])('the file %j is refused', async (text, message) => {
  const file = write(text);
  const said = await refusal(() => read(file), DataError);
  expect(said.startsWith(`${file}: `)).toBe(true);
  expect(said).toMatch(message);
});

test('a file that is not there, a folder, and gzip data that is cut are refused', async () => {
  expect(await refusal(() => read(path.join(folder, 'none.csv')), DataError)).toMatch(/ENOENT/);
  expect(await refusal(() => read(folder), DataError)).toMatch(/EISDIR/);
  const cut = gzipSync('label,a\n1,2\n').subarray(0, 25);
  expect(await refusal(() => read(write(cut)), DataError)).toMatch(/damaged \(unexpected end of file\)\.$/);
});

test('a gzip file that unpacks to one endless line ends early, in little memory', async () => {
  const bomb = write(gzipSync(Buffer.alloc(100_000_000, 'a'), { level: 1 }));
  const before = process.memoryUsage.rss();
  expect(await refusal(() => read(bomb), DataError)).toMatch(/Max Record Size/);
  expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
});
