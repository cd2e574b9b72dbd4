import { readFileSync } from 'node:fs';
import type { Dataset } from '../../../estimators/matrix.js';
import { RandomState } from '../../../estimators/random/random-state.js';

export type RealDataset = Dataset<Float64Array>;

/** A data set as test/oracle/svc_real.py describes it: one of scikit-learn's, or noise. */
export type Description =
  | { set: string; scaled?: boolean }
  | {
      seed: number;
      rows: number;
      columns: number;
      span: number;
      shift: number;
      step: number;
      labels: number[];
      /** Samples of each class, class after class; without it `rows` samples of random classes. */
      counts?: number[];
    };

interface KeptSet {
  rows: number;
  columns: number;
  values: number[];
  divisor: number;
  labels: number[];
  mean: number[];
  scale: number[];
}

/** What test/oracle/svc_real.py wrote. */
export function readFixture() {
  return JSON.parse(readFileSync(new URL('../../fixtures/svc-real.json', import.meta.url), 'utf8'));
}

const { sets }: { sets: Record<string, KeptSet> } = readFixture();

/** The data set that `make` of test/oracle/svc_real.py makes from the same description. */
export function makeReal(description: Description): RealDataset {
  if ('set' in description) {
    const { rows, columns, values, divisor, labels, mean, scale } = sets[description.set]!;
    const data = Float64Array.from(values, (value, at) => {
      const own = value / divisor;
      return description.scaled ? (own - mean[at % columns]!) / scale[at % columns]! : own;
    });
    return { images: { data, rows, columns }, labels: Uint8Array.from(labels) };
  }
  const { seed, columns, span, shift, step, labels, counts } = description;
  const stream = new RandomState(seed);
  const codes = counts
    ? counts.flatMap((count, code) => new Array<number>(count).fill(code))
    : Array.from({ length: description.rows }, () => stream.randint(0, labels.length));
  const data = Float64Array.from({ length: codes.length * columns }, (_, at) => {
    const whole = stream.randint(0, span) - Math.floor(span / 2);
    return (whole + shift * codes[Math.floor(at / columns)]!) * step;
  });
  return {
    images: { data, rows: codes.length, columns },
    labels: Uint8Array.from(codes, (code) => labels[code]!),
  };
}
