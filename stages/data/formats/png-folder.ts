import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { decode } from 'fast-png';
import type { PixelDataset } from '../../../estimators/matrix.js';
import { isJunk } from '../../../pipeline/junk.js';
import { DataError, reasonOf } from '../table/data-error.js';
import { type EncodedLabels, encodeLabelTexts } from '../table/encode-labels.js';
import { MAX_BYTES } from '../table/feature-values.js';
import { type ImageSize, MAX_SIDE, maxPngBytes, parsePngHeader } from './png-header.js';

/** Images of one size, and what their classes are called where that is not a number. */
export interface ReadImages extends Omit<EncodedLabels, 'labels'> {
  readonly dataset: PixelDataset;
}

interface LabelledFile {
  readonly file: string;
  readonly label: string;
}

/**
 * Reads a folder of PNGs by class: a folder a class, named by its label, with the class's images in it. They must be
 * grey, 8 bits a pixel, and of one size. Samples come in the order of the classes' labels, then of the files' names.
 * Junk (`isJunk`) and hidden files are passed over. Rejects with a DataError that names the file for anything else.
 *
 * @param progress gets the share of images that are read, 0 to 1.
 */
export async function readPngFolder(
  folder: string,
  signal: AbortSignal,
  progress: (fraction: number) => void,
): Promise<ReadImages> {
  const files = await listImages(folder);
  let first: (ImageSize & { readonly file: string }) | undefined;
  let data: Uint8Array | undefined;
  for (const [index, { file }] of files.entries()) {
    signal.throwIfAborted();
    const bytes = await readImage(file, maxPngBytes(first ?? { width: MAX_SIDE, height: MAX_SIDE }));
    const size = parsePngHeader(bytes, file);
    first ??= { ...size, file };
    checkSameSize(size, first, file);
    checkBytes(bytes.length, maxPngBytes(size), file);
    data ??= room(files.length, size, folder);
    data.set(pixelsOf(bytes, size, file), index * size.width * size.height);
    if (index % 1_000 === 0) progress(index / files.length);
  }
  if (!first || !data) throw new DataError(folder, 'expected folders of PNG files, one a class, found none.');
  const { labels, ...names } = encodeLabelTexts(
    files.map(({ label }) => label),
    folder,
  );
  const images = { data, rows: files.length, columns: first.width * first.height };
  return { dataset: { images, labels }, ...names };
}

function room(images: number, { width, height }: ImageSize, folder: string): Uint8Array {
  const pixels = images * width * height;
  if (pixels <= MAX_BYTES) return new Uint8Array(pixels);
  throw new DataError(
    folder,
    `expected at most ${MAX_BYTES} pixels, found ${images} images of ${width} x ${height}.`,
  );
}

async function listImages(folder: string): Promise<LabelledFile[]> {
  const labels = (await namesIn(folder)).sort(byNumberOrName);
  const files: LabelledFile[] = [];
  for (const label of labels) {
    const names = await namesIn(path.join(folder, label));
    for (const name of names.sort(byName)) {
      const file = path.join(folder, label, name);
      if (!/\.png$/i.test(name)) throw new DataError(file, 'expected a PNG file (.png).');
      files.push({ file, label });
    }
  }
  return files;
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there is none' : cause.message;
    throw new DataError(folder, `expected a folder of PNG files, but ${why}.`, { cause });
  });
  // Hidden files that are no junk are in the folder's hash, as another stage might read them.
  return names.filter((name) => !isJunk(name) && !name.startsWith('.'));
}

/** The bytes of a file; its size is looked at before it is read. */
async function readImage(file: string, maxBytes: number): Promise<Uint8Array> {
  try {
    checkBytes((await stat(file)).size, maxBytes, file);
    return await readFile(file);
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(file, `expected a readable file, but ${(cause as Error).message}.`, { cause });
  }
}

function checkBytes(bytes: number, most: number, file: string): void {
  if (bytes > most) {
    throw new DataError(file, `expected at most ${most} bytes for its pixels, found ${bytes}.`);
  }
}

function checkSameSize(found: ImageSize, first: ImageSize & { readonly file: string }, file: string): void {
  if (found.width !== first.width || found.height !== first.height) {
    throw new DataError(
      file,
      `expected ${first.width} x ${first.height} pixels as in ${first.file}, found ${found.width} x ${found.height}.`,
    );
  }
}

function pixelsOf(bytes: Uint8Array, { width, height }: ImageSize, file: string): Uint8Array {
  let image: ReturnType<typeof decode>;
  try {
    image = decode(bytes, { checkCrc: true });
  } catch (cause) {
    throw new DataError(file, `expected a PNG file, found it damaged (${reasonOf(cause)}).`, { cause });
  }
  if (!(image.data instanceof Uint8Array) || image.data.length !== width * height) {
    throw new DataError(
      file,
      `expected ${width} x ${height} pixels, found ${image.data.length}: it is truncated.`,
    );
  }
  return image.data;
}

function byNumberOrName(one: string, other: string): number {
  const difference = Number(one) - Number(other);
  return Number.isNaN(difference) || difference === 0 ? byName(one, other) : difference;
}

function byName(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
