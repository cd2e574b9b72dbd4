import { head, type PixelDataset } from '../../../estimators/matrix.js';
import { mnistPackageFiles, readMnist } from '../../../stages/data/read-mnist.js';

let mnist: Promise<PixelDataset> | undefined;

/** MNIST's first 50 digits. All are read, once. */
export async function firstDigits(): Promise<PixelDataset> {
  mnist ??= readMnist(mnistPackageFiles());
  return head(await mnist, 50);
}

/** OpenML's names of MNIST's pixels. */
export const pixels = Array.from({ length: 784 }, (_, index) => `pixel${index + 1}`);

/** One digit's pixels. */
export function rowOf({ images }: PixelDataset, row: number): Uint8Array {
  return images.data.subarray(row * images.columns, (row + 1) * images.columns);
}

/** The digits as OpenML's ARFF file of MNIST has them. */
export function asArff(dataset: PixelDataset): string {
  const rows = [...dataset.labels].map((label, row) => `${[...rowOf(dataset, row)].join(',')},${label}`);
  return `% The MNIST database\n%\n@RELATION mnist_784\n\n${declarations()}\n@DATA\n${rows.join('\n')}\n`;
}

/** The same in sparse rows: what is 0 is left out, and so is the class if it is the first one that is listed. */
export function asSparseArff(dataset: PixelDataset): string {
  const rows = [...dataset.labels].map((label, row) => {
    const cells = [...rowOf(dataset, row)].map((pixel, index) => (pixel === 0 ? '' : `${index} ${pixel}`));
    return `{${[...cells, label === 0 ? '' : `784 ${label}`].filter(Boolean).join(',')}}`;
  });
  return `@relation mnist_784\r\n${declarations()}@data\r\n${rows.join('\r\n')}`;
}

function declarations(): string {
  const attributes = pixels.map((name) => `@ATTRIBUTE ${name} real\n`).join('');
  return `${attributes}@ATTRIBUTE class {0,1,2,3,4,5,6,7,8,9}\n`;
}
