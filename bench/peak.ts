import path from 'node:path';
import type { PixelDataset } from '../estimators/matrix.js';

// How near the distances come to what the processor can do. All of it runs on one thread and counts
// multiply-adds: one product of two pixels, added up.

/** Half of the usual first-level cache. */
const L1_BYTES = 16 * 1024;
/** What `onLoaded` and `onWidened` go through is a multiple of this. */
const L1_UNIT = 192;
const PAGE_BYTES = 65_536;
/** A stretch is at least this long, and the fastest of some counts: a peak is what is possible. */
const SECONDS = 0.05;
const TIMES = 25;
/** Rows that a prediction takes together, and the columns they meet at once. */
const PREDICTED_ROWS = 8;
const PREDICTED_WIDTH = 32;
/** Rows that are multiplied one after the other as in training, each with all columns, in chunks of a width. */
const TRAINED_ROWS = 64;
const TRAINED_WIDTH = 1024;

interface Multiplier {
  readonly ROUND: WebAssembly.Global;
  onRegisters(rounds: number): number;
  onLoaded(start: number, bytes: number, rounds: number): number;
  onWidened(start: number, bytes: number, rounds: number): number;
}

interface Distances {
  readonly memory: WebAssembly.Memory;
  packedBytes(features: number, columns: number): number;
  rowBytes(features: number): number;
  packBytes(...args: readonly number[]): void;
  listRows(...args: readonly number[]): void;
  multiply(...args: readonly number[]): void;
}

/**
 * Billions of multiply-adds a second of the instruction: on registers, and with one factor from the L1 cache.
 * @param assembly the folder bench/assembly
 */
export async function measureInstruction(assembly: string): Promise<Record<string, number>> {
  const { ROUND, onRegisters, onLoaded, onWidened } = await compile<Multiplier>(assembly, 'multiply-add.ts');
  const bytes = Math.floor(L1_BYTES / L1_UNIT) * L1_UNIT;
  const rate = (work: (rounds: number) => number) => {
    let rounds = 1000;
    while (secondsOf(() => work(rounds)) < SECONDS) rounds *= 2;
    return (rounds * (ROUND.value as number)) / fastest(() => work(rounds)) / 1e9;
  };
  return {
    'G/s: peak of the instruction, on registers': rate(onRegisters),
    'G/s: its peak with i16 from L1': rate((rounds) => onLoaded(0, bytes, rounds)),
    'G/s: its peak with u8 from L1, widened': rate((rounds) => onWidened(0, bytes, rounds)),
  };
}

/**
 * Billions of multiply-adds a second of our own multiplication on digits: those it does, and those it would take
 * if every pair of pixels were multiplied (it leaves out the pixels that are zero in the row). Eight rows at a
 * time meet a chunk, as in a prediction; or a row meets all columns, as in training.
 *
 * Throws an Error if the products are not those of the digits.
 * @param dataset its number of samples is a multiple of 1024
 */
export async function measureDistances(
  { images }: PixelDataset,
  assembly: string,
): Promise<Record<string, number>> {
  const { rows: columns, columns: features } = images;
  const exports = await compile<Distances>(assembly, 'distances.ts');
  const { memory } = exports;
  const reserve = (bytes: number) => memory.grow(Math.ceil(bytes / PAGE_BYTES)) * PAGE_BYTES;
  const pixels = reserve(images.data.byteLength);
  new Uint8Array(memory.buffer).set(images.data, pixels);
  const order = reserve(columns * 4);
  new Uint32Array(memory.buffer, order, columns).forEach((_, column, all) => {
    all[column] = column;
  });
  const packed = reserve(exports.packedBytes(features, columns));
  const norms = reserve(columns * 4);
  const stride = exports.rowBytes(features);
  const lists = reserve(TRAINED_ROWS * stride);
  const counts = reserve(TRAINED_ROWS * 4);
  const out = reserve(PREDICTED_ROWS * columns * 4);

  const measure = (name: string, width: number, rows: number, work: () => void) => {
    for (let first = 0; first < columns; first += width) {
      const chunk = packed + exports.packedBytes(features, first);
      exports.packBytes(pixels, features, order + first * 4, width, chunk, norms + first * 4);
    }
    exports.listRows(pixels, rows, features, width, lists, counts);
    exports.multiply(lists, counts, 1, features, packed, columns, width, out);
    checkProducts(images.data, features, new Int32Array(memory.buffer, out, columns));
    const pairs = new Uint32Array(memory.buffer, counts, rows).reduce((sum, count) => sum + count, 0);
    const seconds = fastest(work);
    return {
      [`G/s: our kernel ${name}`]: (pairs * 2 * columns) / seconds / 1e9,
      [`G/s: our kernel ${name}, zeros counted`]: (rows * features * columns) / seconds / 1e9,
    };
  };
  return {
    ...measure('as in predicting', PREDICTED_WIDTH, PREDICTED_ROWS, () =>
      exports.multiply(lists, counts, PREDICTED_ROWS, features, packed, columns, PREDICTED_WIDTH, out),
    ),
    ...measure('as in training', TRAINED_WIDTH, TRAINED_ROWS, () => {
      for (let row = 0; row < TRAINED_ROWS; row++) {
        exports.multiply(
          lists + row * stride,
          counts + row * 4,
          1,
          features,
          packed,
          columns,
          TRAINED_WIDTH,
          out,
        );
      }
    }),
  };
}

/** Compiles one of bench/assembly as the kernels are compiled (scripts/build.mjs). */
async function compile<Exports>(assembly: string, file: string): Promise<Exports> {
  // Loaded here only: what is measured beside it should not carry a compiler in its memory.
  const { default: asc } = await import('assemblyscript/asc');
  const root = path.resolve(assembly, '../..');
  const source = path.relative(root, path.join(assembly, file));
  let binary: Uint8Array<ArrayBuffer> | undefined;
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main(
    [
      ...[source, '--baseDir', root, '--outFile', 'bench.wasm', '--enable', 'simd', '--initialMemory', '1'],
      ...['--runtime', 'stub', '-O3', '--shrinkLevel', '0', '--noAssert'],
    ],
    {
      stderr,
      writeFile: (name: string, contents: string | Uint8Array) => {
        if (name === 'bench.wasm') binary = Uint8Array.from(contents as Uint8Array);
      },
    },
  );
  if (error) throw new Error(`${source}: ${error.message}\n${stderr.toString()}`);
  const { instance } = await WebAssembly.instantiate(binary!);
  return instance.exports as Exports;
}

/** The products of digit 0 with some of the digits. */
function checkProducts(pixels: Uint8Array, features: number, products: Int32Array): void {
  for (let column = 0; column < 100; column++) {
    let expected = 0;
    for (let i = 0; i < features; i++) expected += pixels[i]! * pixels[column * features + i]!;
    if (products[column] !== expected) {
      throw new Error(
        `The kernel says that digits 0 and ${column} have the product ${products[column]}; it is ${expected}.`,
      );
    }
  }
}

/** The seconds of the fastest of several runs. */
function fastest(work: () => unknown): number {
  return Math.min(...Array.from({ length: TIMES }, () => secondsOf(work)));
}

function secondsOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
