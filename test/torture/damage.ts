import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import type { Random } from './random.js';

const PAGE = 4096;

/** Ways to damage a file, as disks, memory and killed copies do. Each says what it did. */
const WAYS: Readonly<Record<string, (file: number, bytes: number, random: Random) => void>> = {
  'bits flipped anywhere': (file, bytes, random) => {
    for (let flips = 1 + random.below(8); flips > 0; flips--) flip(file, random.below(bytes), random);
  },
  'bits flipped at the beginning': (file, _, random) => {
    for (let flips = 1 + random.below(3); flips > 0; flips--) flip(file, random.below(2 * PAGE), random);
  },
  'bits flipped in the heads of pages': (file, bytes, random) => {
    for (let flips = 1 + random.below(6); flips > 0; flips--) {
      flip(file, random.below(bytes / PAGE) * PAGE + random.below(64), random);
    }
  },
  'a page of zeros': (file, bytes, random) => {
    writeSync(file, Buffer.alloc(PAGE), 0, PAGE, random.below(bytes / PAGE) * PAGE);
  },
  'a page in the place of another': (file, bytes, random) => {
    const page = Buffer.alloc(PAGE);
    readSync(file, page, 0, PAGE, random.below(bytes / PAGE) * PAGE);
    writeSync(file, page, 0, PAGE, random.below(bytes / PAGE) * PAGE);
  },
  noise: (file, bytes, random) => {
    const noise = Uint8Array.from({ length: 1 + random.below(300) }, () => random.below(256));
    writeSync(file, noise, 0, noise.length, random.below(bytes));
  },
  'its end cut off': (file, bytes, random) => ftruncateSync(file, random.below(bytes)),
};

/** Damages a file in one way. Returns which. */
export function damage(name: string, random: Random): string {
  const way = random.pick(Object.keys(WAYS));
  const file = openSync(name, 'r+');
  try {
    WAYS[way]!(file, fstatSync(file).size, random);
    return way;
  } finally {
    closeSync(file);
  }
}

function flip(file: number, at: number, random: Random): void {
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, at);
  byte[0]! ^= 1 << random.below(8);
  writeSync(file, byte, 0, 1, at);
}
