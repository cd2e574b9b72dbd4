import { readFileSync } from 'node:fs';
import { type RealDataset, take } from '../../../estimators/matrix.js';
import { RandomState } from '../../../estimators/random/random-state.js';
import { bundled, type TableName } from '../tables.js';

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

/** A table of which `rows` are taken, from the first one to the last; values are divided by a number. */
interface TakenSet {
  table: TableName;
  rows: number;
  divisor: number;
}

/** What a scaled set's features are divided by, after these means were subtracted. */
interface Scaling {
  mean: number[];
  scale: number[];
}

/** What test/oracle/svc_real.py wrote. */
interface Fixture {
  sets: Record<string, TakenSet>;
  scalings: Record<string, Scaling>;
  cases: Case[];
  variances: { data: Description; variance: number }[];
}

/** A fit that test/oracle/svc_real.py made. */
export interface Case {
  name: string;
  data: Description;
  params: object;
  expected: {
    gamma: number;
    support: string;
    n_support: number[];
    /** All of them; of a data set whose sums are exact in any order, their digest. */
    dual_coef: string | number[];
    intercept: number[];
    n_iter: number[];
    predict: number[];
    /** Digest of the labels predicted for the training samples. */
    own: string;
    ovr: number[];
    ovo: number[];
    prob_a?: number[];
    prob_b?: number[];
    proba?: number[];
  };
}

const { sets, scalings, cases, variances }: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/svc-real.json', import.meta.url), 'utf8'),
);

export { cases, variances };

/** The data set that `make` of test/oracle/svc_real.py makes from the same description. */
export function makeReal(description: Description): RealDataset {
  if ('set' in description) {
    const { table, rows, divisor } = sets[description.set]!;
    const { images, labels } = takeSpread(bundled(table), rows);
    const { columns } = images;
    const own = images.data.map((value) => value / divisor);
    const data = description.scaled ? scaled(own, columns, scalings[description.set]!) : own;
    return { images: { data, rows, columns }, labels };
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

function scaled(values: Float64Array, columns: number, { mean, scale }: Scaling): Float64Array {
  return values.map((value, at) => (value - mean[at % columns]!) / scale[at % columns]!);
}

/** As many rows as are asked for, evenly from the first one to the last: `spread` of test/oracle/tables.py. */
function takeSpread(dataset: RealDataset, count: number): RealDataset {
  const last = dataset.images.rows - 1;
  return take(
    dataset,
    Uint32Array.from({ length: count }, (_, place) => Math.floor((place * last) / (count - 1))),
  );
}
