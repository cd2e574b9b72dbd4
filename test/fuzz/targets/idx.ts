import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { IdxError } from '../../../stages/data/formats/idx-header.js';
import { idxImages, idxLabels } from '../../stages/data/formats/idx-bytes.js';
import { readIdx } from '../../stages/data/formats/read-idx.js';
import { must, type OpenTarget, type Target } from '../target.js';

const hostile = Uint8Array.of(0, 0, 8, 3, 0x7f, 0xff, 0xff, 0xff, 0, 0);
const plain = [idxImages(3, 4, 5, 0), idxImages(1, 28, 28, 7), idxLabels(20, 0), hostile];

const parserIn = (folder: string) =>
  ({
    isRefusal: (error: unknown) => error instanceof IdxError,
    async parse(input: Uint8Array) {
      // Which of the two it is, the first bytes say; whoever reads labels may be given images.
      const isLabels = input[0] === 0x1f ? input.length % 2 === 0 : input[3] === 1;
      const file = path.join(folder, 'input.idx');
      const { data, count, height, width } = await readIdx(file, input, isLabels ? 'labels' : 'images');
      must(data.length === count * height * width, 'its shape is not its size');
    },
  }) satisfies Partial<Target>;

/** IDX files of images and of labels. */
export const idx: OpenTarget = (folder) => ({ ...parserIn(folder), corpus: plain });

/** The same, gzipped: damaged before and after. */
export const gzip: OpenTarget = (folder) => ({
  ...parserIn(folder),
  corpus: [...plain, idxImages(50, 28, 28, 1), new Uint8Array(60_000)].map((bytes) => gzipSync(bytes)),
  // Whatever it is, packed anew: the header lies, the checksum does not.
  repair: (bytes) => gzipSync(bytes, { level: 1 }),
});
