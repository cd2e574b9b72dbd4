import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { IdxError } from '../../../../stages/data/formats/idx-header.js';
import { idxImages, idxLabels } from './idx-bytes.js';
import { readIdx } from './read-idx.js';

const folder = mkdtempSync(path.join(tmpdir(), 'restudy-idx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const readImages = (bytes: Uint8Array, name = 'images') => readIdx(path.join(folder, name), bytes, 'images');
const readLabels = (bytes: Uint8Array) => readIdx(path.join(folder, 'labels'), bytes, 'labels');

const images = idxImages(4, 3, 2, 7);
const packing = fc.constantFrom(
  (bytes: Uint8Array) => bytes,
  (bytes: Uint8Array): Uint8Array => gzipSync(bytes),
);

async function refusal(reading: Promise<unknown>): Promise<string> {
  const failure = await reading.then(
    () => expect.fail('it was accepted'),
    (error) => error,
  );
  expect(failure).toBeInstanceOf(IdxError);
  expect(failure.message).not.toContain('\n');
  return failure.message.replace(`${folder}${path.sep}`, '');
}

test('images become rows of pixels', async () => {
  const read = await readImages(images);
  expect(read).toMatchObject({ count: 4, height: 3, width: 2, dataBytes: 24 });
  expect([...read.data]).toEqual(Array.from({ length: 24 }, (_, i) => 7 + i));
});

test('gzipped files are told by their first bytes and read the same', async () => {
  expect(await readImages(gzipSync(images))).toEqual(await readImages(images));
  expect(await readLabels(gzipSync(idxLabels(256, 0)))).toEqual(await readLabels(idxLabels(256, 0)));
});

test('labels may be any byte', async () => {
  expect([...(await readLabels(idxLabels(256, 0))).data]).toEqual([...new Array(256).keys()]);
});

test('a gzip file of many parts is read as one', async () => {
  const parts = Buffer.concat([gzipSync(images.subarray(0, 9)), gzipSync(images.subarray(9))]);
  expect(await readImages(parts)).toEqual(await readImages(images));
});

test('any truncation, plain or gzipped, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(packing, fc.nat({ max: 999 }), async (pack, at) => {
      const whole = pack(images);
      await refusal(readImages(whole.subarray(0, at % whole.length), 'cut'));
    }),
    { numRuns: 300 },
  );
});

test('anything appended, plain or gzipped, is refused', async () => {
  await fc.assert(
    fc.asyncProperty(packing, fc.uint8Array({ minLength: 1, maxLength: 40 }), async (pack, extra) => {
      await refusal(readImages(Buffer.concat([pack(images), extra])));
      await refusal(readImages(pack(Buffer.concat([images, extra]))));
    }),
    { numRuns: 200 },
  );
});

test('any change to the header gives a refusal, or images of the very shape it then states', async () => {
  await fc.assert(
    fc.asyncProperty(packing, fc.nat(15), fc.integer({ min: 1, max: 255 }), async (pack, at, flip) => {
      const changed = images.slice();
      changed[at]! ^= flip;
      const result = await readImages(pack(changed)).catch((error) => error);
      if (!(result instanceof IdxError)) {
        // Only a swap within the product of dimensions can pass.
        const view = new DataView(changed.buffer);
        const shape = [view.getUint32(4), view.getUint32(8), view.getUint32(12)];
        expect([result.count, result.height, result.width]).toEqual(shape);
        expect(result.data.length).toBe(result.count * result.height * result.width);
      }
    }),
    { numRuns: 300 },
  );
});

test('any damage to gzip data gives a refusal or the undamaged images', async () => {
  const packed = gzipSync(images);
  const expected = await readImages(images);
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const damaged = Uint8Array.from(packed);
      damaged[at]! ^= flip;
      const result = await readImages(damaged).catch((error) => error);
      // The gzip header has bytes without meaning (time, system).
      if (result instanceof IdxError) refused++;
      else expect(result).toEqual(expected);
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(150);
});

test('arbitrary bytes are refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (bytes) => {
      await refusal(readImages(bytes));
      await refusal(readLabels(Buffer.concat([Uint8Array.of(0x1f, 0x8b), bytes])));
    }),
  );
});

test('a header that promises more than any data set is refused before memory is taken', async () => {
  const huge = images.slice();
  huge.fill(0xff, 4, 16);
  expect(await refusal(readImages(huge, 'huge'))).toBe(
    'huge: expected at most 1073741824 bytes of data, found dimensions 4294967295 x 4294967295 x 4294967295.',
  );
});

test('a gzip bomb is refused after the first piece beyond what its header states', async () => {
  const bomb = gzipSync(Buffer.concat([images, Buffer.alloc(100_000_000)]), { level: 1 });
  const before = process.memoryUsage().arrayBuffers;
  expect(await refusal(readImages(bomb, 'bomb'))).toMatch(/^bomb: expected 40 bytes .* it is too long\.$/);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
});

test('a gzip file too small for what its header states is refused before memory is taken', async () => {
  const header = images.slice(0, 16);
  new DataView(header.buffer).setUint32(4, 100_000_000);
  expect(await refusal(readImages(gzipSync(header), 'liar'))).toMatch(
    /^liar: expected 600000000 bytes of data, found a gzip file of \d+ bytes, which cannot hold them\.$/,
  );
});

test.each([
  ['images', () => readImages(idxLabels(20, 0))],
  ['labels', () => readLabels(images)],
])('the other kind is refused where %s are expected', async (kind, read) => {
  expect(await refusal(read())).toContain(`expected IDX ${kind}`);
});

test('no images at all is refused', async () => {
  expect(await refusal(readImages(idxImages(0, 28, 28, 0)))).toContain('found dimensions 0 x 28 x 28');
});
