import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { IdxError } from '../../../stages/data/formats/idx-header.js';
import { type MnistPaths, mnistPackageFiles, readMnist } from '../../../stages/data/read-mnist.js';
import { idxImages, idxLabels } from './formats/idx-bytes.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'restudy-idx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

/** Five training and three test samples of 2 x 3 pixels. */
function smallFiles(change: Partial<MnistPaths> = {}): MnistPaths {
  return {
    trainImages: write('train-images', idxImages(5, 2, 3, 10)),
    trainLabels: write('train-labels', idxLabels(5, 50)),
    testImages: write('test-images', idxImages(3, 2, 3, 100)),
    testLabels: write('test-labels', idxLabels(3, 200)),
    ...change,
  };
}

test("the package's files give MNIST in OpenML's order", async () => {
  const { images, labels } = await readMnist(mnistPackageFiles());
  expect([images.rows, images.columns, images.data.length, labels.length]).toEqual([
    70_000,
    784,
    70_000 * 784,
    70_000,
  ]);
  expect([...labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect([...labels.subarray(60_000, 60_005)]).toEqual([7, 2, 1, 0, 4]);
  const files = mnistPackageFiles();
  const joined = (names: (keyof MnistPaths)[], header: number) =>
    names.reduce(
      (hash, name) => hash.update(readFileSync(files[name]).subarray(header)),
      createHash('sha256'),
    );
  const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  expect(digest(images.data)).toBe(joined(['trainImages', 'testImages'], 16).digest('hex'));
  expect(digest(labels)).toBe(joined(['trainLabels', 'testLabels'], 8).digest('hex'));
});

test('plain and gzipped files may be mixed', async () => {
  const plain = await readMnist(smallFiles());
  expect(plain.images).toMatchObject({ rows: 8, columns: 6 });
  expect([...plain.labels]).toEqual([50, 51, 52, 53, 54, 200, 201, 202]);
  const mixed = smallFiles({
    trainImages: write('train-images.gz', gzipSync(idxImages(5, 2, 3, 10))),
    testLabels: write('test-labels.gz', gzipSync(idxLabels(3, 200))),
  });
  expect(await readMnist(mixed)).toEqual(plain);
});

test.each([
  [
    'images of another size',
    () => ({ testImages: write('odd', idxImages(3, 3, 3, 0)) }),
    /odd: expected images of 2 x 3 pixels as in .*train-images, found 3 x 3\.$/,
  ],
  [
    'too few labels',
    () => ({ trainLabels: write('few', idxLabels(4, 0)) }),
    /few: expected 5 labels for the images in .*train-images, found 4\.$/,
  ],
  [
    'labels in place of images',
    () => ({ trainImages: write('labels', idxLabels(50, 0)) }),
    /labels: expected IDX images \(magic number 0x00000803\), found magic number 0x00000801\.$/,
  ],
  [
    'a truncated file',
    () => ({ testImages: write('short', idxImages(3, 2, 3, 0).subarray(0, 33)) }),
    /short: expected 34 bytes for 3 samples, found 33: it is truncated\.$/,
  ],
  [
    'an empty file',
    () => ({ testLabels: write('empty', new Uint8Array()) }),
    /empty: expected an IDX header of 8 bytes/,
  ],
  [
    'a missing file',
    () => ({ testLabels: path.join(folder, 'none') }),
    /none: expected a readable file, but there is no such file\.$/,
  ],
  ['a folder', () => ({ testLabels: folder }), /expected a file, found something else\.$/],
])('%s: one line that names the file', async (_, change, message) => {
  const failure = await readMnist(smallFiles(change())).catch((error) => error);
  expect(failure).toBeInstanceOf(IdxError);
  expect(failure.message).toMatch(message);
  expect(failure.message).not.toContain('\n');
});
