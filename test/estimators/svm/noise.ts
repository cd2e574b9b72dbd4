import type { Labels } from '../../../estimators/matrix.js';
import { RandomState } from '../../../estimators/random/random-state.js';

/** Noise as test/oracle/svc.py and svc_real.py describe it: whole numbers below `span`, moved by class. */
export interface Noise {
  seed: number;
  rows: number;
  columns: number;
  span: number;
  shift: number;
  labels: number[];
  /** Samples of each class, class after class; without it `rows` samples of random classes. */
  counts?: number[];
}

/** Noise as `draw` of test/oracle/svc.py draws it; `move` makes of it what a sample of a class has. */
export function drawNoise(
  { seed, rows, columns, span, labels, counts }: Noise,
  move: (drawn: number, code: number) => number,
): { values: number[]; labels: Labels } {
  const stream = new RandomState(seed);
  const codes = counts
    ? counts.flatMap((count, code) => new Array<number>(count).fill(code))
    : Array.from({ length: rows }, () => stream.randint(0, labels.length));
  const values = codes.flatMap((code) =>
    Array.from({ length: columns }, () => move(stream.randint(0, span), code)),
  );
  return { values, labels: Uint8Array.from(codes, (code) => labels[code]!) };
}
