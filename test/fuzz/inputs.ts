import fc from 'fast-check';
import { bytesOf, type Target } from './target.js';

/** Numbers at which sizes, signs and widths turn. */
const NUMBERS = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe,
  0xffff_ffff, 0x4000_0000, 30_000_000,
];
/** Texts that many formats mind. */
const WORDS = [
  '',
  '\0',
  '\n',
  '\r\n',
  ',',
  '.',
  '=',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  ':',
  '-',
  '%',
  '/',
  '../',
  '?',
  '$',
  '0',
  '-1',
  '1e309',
  '99999999999999999999',
  'NaN',
  'Infinity',
  'null',
  'true',
  '__proto__',
  'constructor',
  '\u{feff}',
  '\u{202e}',
  '🙂',
];
/** Inputs stay below this length, in bytes, so that what a parser takes up is its own doing. */
const MOST_BYTES = 16 * 1024;
const MOST_REPEATS = 1_000;

interface Edit {
  readonly kind: keyof typeof EDITS;
  /** Where, counted from the beginning or the end; taken modulo the length. */
  readonly at: number;
  readonly isFromEnd: boolean;
  readonly length: number;
  readonly number: number;
  readonly word: Uint8Array;
  readonly other: Uint8Array;
}

const cut = (bytes: Uint8Array, from: number, to: number, between: Uint8Array): Uint8Array =>
  Buffer.concat([bytes.subarray(0, from), between, bytes.subarray(to)]);

const EDITS = {
  flipBit: (bytes: Uint8Array, at: number, { number }: Edit) => {
    if (at < bytes.length) bytes[at]! ^= 1 << (number % 8);
    return bytes;
  },
  setByte: (bytes: Uint8Array, at: number, { number }: Edit) => {
    if (at < bytes.length) bytes[at] = number;
    return bytes;
  },
  setNumber: (bytes: Uint8Array, at: number, { number, length }: Edit) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (at + 4 <= bytes.length) view.setUint32(at, number, length % 2 === 0);
    return bytes;
  },
  remove: (bytes: Uint8Array, at: number, { length }: Edit) =>
    cut(bytes, at, Math.min(bytes.length, at + (length % 64)), new Uint8Array()),
  truncate: (bytes: Uint8Array, at: number) => bytes.slice(0, at),
  repeat: (bytes: Uint8Array, at: number, { length, number }: Edit) => {
    const piece = bytes.subarray(at, at + 1 + (length % 32));
    return cut(bytes, at, at, Buffer.alloc(piece.length * (number % MOST_REPEATS), piece));
  },
  insertWord: (bytes: Uint8Array, at: number, { word }: Edit) => cut(bytes, at, at, word),
  overwriteWord: (bytes: Uint8Array, at: number, { word }: Edit) =>
    cut(bytes, at, Math.min(bytes.length, at + word.length), word),
  insertNoise: (bytes: Uint8Array, at: number, { number, length }: Edit) => {
    const noise = Uint8Array.from({ length: length % 32 }, (_, i) => (number * (i + 1)) >>> 3);
    return cut(bytes, at, at, noise);
  },
  splice: (bytes: Uint8Array, at: number, { other, length }: Edit) =>
    Buffer.concat([bytes.subarray(0, at), other.subarray(length % (other.length + 1))]),
} as const;

/**
 * Inputs for a parser: mostly whole ones with one to six things wrong, some random bytes. Deterministic by fast-check's
 * seed.
 */
export function inputsFor({
  corpus,
  words = [],
  repair = (bytes) => bytes,
}: Target): fc.Arbitrary<Uint8Array> {
  const edit: fc.Arbitrary<Edit> = fc.record({
    kind: fc.constantFrom(...(Object.keys(EDITS) as (keyof typeof EDITS)[])),
    at: fc.nat(),
    isFromEnd: fc.boolean(),
    length: fc.nat(4_096),
    number: fc.oneof(fc.constantFrom(...NUMBERS), fc.nat(0xffff_ffff)),
    word: fc.constantFrom(...[...WORDS, ...words, ...words].map(bytesOf)),
    other: fc.constantFrom(...corpus),
  });
  const damaged = fc
    .tuple(fc.constantFrom(...corpus), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([whole, edits]) => edits.reduce(apply, new Uint8Array(whole)).subarray(0, MOST_BYTES));
  const noise = fc.uint8Array({ maxLength: 200 });
  return fc
    .tuple(fc.oneof({ arbitrary: damaged, weight: 19 }, { arbitrary: noise, weight: 1 }), fc.boolean())
    .map(([bytes, isRepaired]) => new Uint8Array(isRepaired ? repair(bytes) : bytes));
}

function apply(bytes: Uint8Array, edit: Edit): Uint8Array {
  const at = edit.at % (bytes.length + 1);
  return EDITS[edit.kind](bytes, edit.isFromEnd ? bytes.length - at : at, edit).subarray(0, MOST_BYTES);
}

/** How many inputs have one seed: where a process has to start anew, it makes so many again at most. */
export const BATCH = 1_000;

/** The inputs of one batch. The same seed and batch give the same ones, on any machine. */
export function inputsOf(target: Target, seed: number, batch: number, count: number): Uint8Array[] {
  return fc.sample(inputsFor(target), { seed: (seed + Math.imul(batch, 0x9e37_79b1)) | 0, numRuns: count });
}
