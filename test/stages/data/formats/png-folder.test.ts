import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPngFolder } from '../../../../stages/data/formats/png-folder.js';
import { DataError } from '../../../../stages/data/table/data-error.js';
import { junkName } from '../../../pipeline/junk-names.js';
import { firstDigits, rowOf } from '../first-digits.js';
import { refusal } from '../refusal.js';

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'restudy-png-'));
});
afterAll(() => rmSync(root, { recursive: true }));

let folders = 0;
/** A folder with these files, by their paths in it. */
function write(files: Readonly<Record<string, Uint8Array | string>>): string {
  const folder = path.join(root, String(folders++));
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

function grey(width: number, height: number, first: number): Uint8Array {
  const data = Uint8Array.from({ length: width * height }, (_, index) => first + index);
  return encode({ width, height, data, channels: 1, depth: 8 });
}

const read = (folder: string) => readPngFolder(folder, new AbortController().signal, () => undefined);

test('images give the digits that they were made of, class by class', async () => {
  const digits = await firstDigits();
  const order = [...digits.labels.keys()].sort((a, b) => digits.labels[a]! - digits.labels[b]! || a - b);
  const files = order.map((row): [string, Uint8Array] => [
    `${digits.labels[row]}/${String(row).padStart(5, '0')}.png`,
    encode({ width: 28, height: 28, data: rowOf(digits, row), channels: 1, depth: 8 }),
  ]);
  const { dataset, classNames } = await read(write(Object.fromEntries(files)));
  expect([...dataset.labels]).toEqual(order.map((row) => digits.labels[row]));
  const expected = Buffer.concat(order.map((row) => rowOf(digits, row)));
  expect(Buffer.compare(dataset.images.data, expected)).toBe(0);
  expect(classNames).toBeUndefined();
});

test('images need not be square, and classes may have names; hidden files are passed over', async () => {
  const { dataset, classNames } = await read(
    write({
      'dog/1.png': grey(3, 2, 10),
      'cat/2.PNG': grey(3, 2, 20),
      'cat/1.png': grey(3, 2, 30),
      '.DS_Store': '',
      'dog/.hidden': '',
    }),
  );
  expect(dataset.images).toMatchObject({ rows: 3, columns: 6 });
  expect([0, 6, 12].map((at) => dataset.images.data[at])).toEqual([30, 20, 10]);
  expect(classNames).toEqual(['cat', 'dog']);
});

test('junk is passed over wherever it lies, as it is in no hash of the folder', async () => {
  const images = { 'dog/1.png': grey(2, 1, 1), 'cat/1.png': grey(2, 1, 3) };
  const plain = await read(write(images));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('', 'dog/'), junkName, fc.boolean(), async (above, name, isFolder) => {
      const junk = isFolder ? `${above}${name}/1.png` : above + name;
      expect(await read(write({ ...images, [junk]: '' }))).toEqual(plain);
    }),
    { numRuns: 100 },
  );
});

test('classes that are numbers come in their order', async () => {
  const { dataset } = await read(write({ '10/a.png': grey(1, 1, 1), '9/a.png': grey(1, 1, 2) }));
  expect([...dataset.labels]).toEqual([9, 10]);
});

const rgb = encode({ width: 1, height: 1, data: new Uint8Array(3), channels: 3, depth: 8 });
const deep = encode({ width: 1, height: 1, data: new Uint16Array(1), channels: 1, depth: 16 });
const wide = (width: number) => {
  const bytes = Buffer.from(grey(2, 2, 0));
  bytes.writeUInt32BE(width, 16);
  return bytes;
};

test.each([
  ['nothing', {}, /: expected folders of PNG files, one a class, found none\.$/],
  ['another kind of file', { 'a/x.jpg': 'x' }, /x\.jpg: expected a PNG file \(\.png\)\.$/],
  [
    'a file in place of a class',
    { 'x.png': grey(1, 1, 1) },
    /x\.png: expected a folder of PNG files, but .*ENOTDIR/,
  ],
  [
    'a text named .png',
    { 'a/x.png': 'hello' },
    /x\.png: expected a PNG file, found 5 bytes of something else\.$/,
  ],
  ['colours', { 'a/x.png': rgb }, /x\.png: expected a grey image of 8 bits a pixel, found RGB, 8 bits; /],
  ['16 bits', { 'a/x.png': deep }, /x\.png: expected a grey image of 8 bits a pixel, found grey, 16 bits; /],
  [
    'two sizes',
    { 'a/x.png': grey(2, 2, 1), 'a/y.png': grey(2, 3, 1) },
    /y\.png: expected 2 x 2 pixels as in .*x\.png, found 2 x 3\.$/,
  ],
  ['no width', { 'a/x.png': wide(0) }, /x\.png: expected sides of 1 to 1024 pixels, found 0 x 2\.$/],
  ['a huge width', { 'a/x.png': wide(2 ** 31) }, /found 2147483648 x 2\.$/],
  [
    'a wrong checksum',
    { 'a/x.png': wide(3) },
    /x\.png: expected a PNG file, found it damaged \(.*CRC.*\)\.$/,
  ],
  [
    'a class out of range',
    { '256/x.png': grey(1, 1, 1) },
    /: expected a label from 0 to 255 for sample 1, found "256"\.$/,
  ],
] as [string, Record<string, Uint8Array | string>, RegExp][])('%s is refused', async (_, files, message) => {
  const folder = write(files);
  expect(await refusal(() => read(folder), DataError)).toMatch(message);
});

test('a PNG that is cut anywhere is refused', async () => {
  const whole = grey(5, 4, 1);
  const folder = write({ 'a/x.png': whole });
  for (let end = 0; end < whole.length; end++) {
    writeFileSync(path.join(folder, 'a/x.png'), whole.subarray(0, end));
    await refusal(() => read(folder), DataError);
  }
});

test('a file much larger than its pixels can be is refused before it is unpacked', async () => {
  const bomb = deflateSync(Buffer.alloc(100_000_000), { level: 1 });
  const small = Buffer.from(grey(28, 28, 1));
  const data = small.indexOf('IDAT') - 4;
  const chunk = Buffer.alloc(bomb.length + 12);
  chunk.writeUInt32BE(bomb.length, 0);
  chunk.write('IDAT', 4);
  bomb.copy(chunk, 8);
  const folder = write({ 'a/x.png': Buffer.concat([small.subarray(0, data), chunk]) });
  expect(await refusal(() => read(folder), DataError)).toMatch(
    /x\.png: expected at most 67160 bytes for its pixels, found \d+\.$/,
  );
});
