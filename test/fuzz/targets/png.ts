import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { readPngFolder } from '../../../stages/data/formats/png-folder.js';
import { DataError } from '../../../stages/data/table/data-error.js';
import { must, type OpenTarget } from '../target.js';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

function header(width: number, height: number): Uint8Array {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data[8] = 8;
  return chunk('IHDR', data);
}

/** Says `width` x `height`, and unpacks to `bytes` zeros. */
function liar(width: number, height: number, bytes: number): Uint8Array {
  const packed = deflateSync(new Uint8Array(bytes));
  return Buffer.concat([
    SIGNATURE,
    header(width, height),
    chunk('IDAT', packed),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** The checksum of each chunk that is whole, made to fit. */
function withChecksums(bytes: Uint8Array): Uint8Array {
  const fixed = Buffer.from(bytes);
  for (let at = 8; at + 12 <= fixed.length; ) {
    const length = fixed.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > fixed.length) break;
    fixed.writeUInt32BE(crc32(fixed.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return fixed;
}

/** Folders of PNGs by class; the first image is whole, the second one is the input. */
export const png: OpenTarget = (folder) => {
  const [first, second] = ['0/a.png', '1/b.png'].map((name) => path.join(folder, 'png', name));
  for (const file of [first!, second!]) mkdirSync(path.dirname(file), { recursive: true });
  const image = (width: number, height: number) =>
    encode({
      width,
      height,
      data: Uint8Array.from({ length: width * height }, (_, i) => i),
      channels: 1,
      depth: 8,
    });
  writeFileSync(first!, image(5, 4));
  const interlaced = Buffer.from(image(5, 4));
  interlaced[28] = 1;
  return {
    corpus: [
      image(5, 4),
      image(28, 28),
      interlaced,
      liar(5, 4, 1_000_000),
      liar(1024, 1024, 24),
      liar(0xffff_ffff, 0xffff_ffff, 24),
    ],
    words: ['IDAT', 'IEND', 'tEXt', 'zTXt', 'iCCP', 'PLTE', 'tRNS', 'acTL', 'fcTL', 'fdAT', 'pHYs'],
    repair: withChecksums,
    isRefusal: (error) => error instanceof DataError,
    async parse(input) {
      writeFileSync(second!, input);
      const { dataset } = await readPngFolder(
        path.join(folder, 'png'),
        new AbortController().signal,
        () => undefined,
      );
      must(dataset.images.data.length === 40 && dataset.labels.length === 2, 'it is not two images of 5 x 4');
    },
  };
};
