import { readFileSync } from 'node:fs';
import type { Work } from '../../../estimators/compute/work.js';
import type { Dataset } from '../../../estimators/matrix.js';
import { pixelVariance } from '../../../estimators/svm/solve/gamma.js';
import { realVariance } from '../../../estimators/svm/solve/real-variance.js';
import { type Description, make } from './datasets.js';
import { makeReal, type Description as RealDescription } from './real-datasets.js';

/** A fit that scikit-learn made. */
interface Case {
  readonly name: string;
  readonly params: object;
  readonly expected: {
    readonly gamma: number;
    readonly support: string;
    readonly n_support: readonly number[];
    /** The digest of all of them; where sums of products depend on their order, they themselves. */
    readonly dual_coef: string | readonly number[];
    readonly intercept: readonly number[];
    readonly n_iter: readonly number[];
    readonly predict: readonly number[];
    /** Digest of the labels predicted for the training samples. */
    readonly own?: string;
    readonly ovr: readonly number[];
    readonly ovo: readonly number[];
    readonly prob_a?: readonly number[];
    readonly prob_b?: readonly number[];
    readonly proba?: readonly number[];
  };
}

/** What scikit-learn's SVC does on data of one kind, and how near the same is found here. */
interface OracleCases {
  readonly kind: string;
  readonly tolerance: number;
  /** Differences are relative to what is expected, or to this where that is less. */
  readonly least: number;
  readonly cases: readonly (Case & { readonly train: Dataset })[];
  readonly variances: readonly {
    readonly rows: number;
    readonly columns: number;
    /** NumPy's. */
    readonly variance: number;
    readonly ours: (work: Work) => Promise<number>;
  }[];
}

const ofBytes: {
  cases: (Case & { data: Description })[];
  variances: { rows: number; columns: number; variance: number }[];
} = fixture('svc');
const ofDoubles: {
  cases: (Case & { data: RealDescription })[];
  variances: { data: RealDescription; variance: number }[];
} = fixture('svc-real');

/** Of bytes, the first twelve digits are the same, or differences below 1e-12; of doubles eleven digits of any number. */
export const oracleCases: readonly OracleCases[] = [
  {
    kind: 'bytes',
    tolerance: 1e-12,
    least: 1,
    cases: ofBytes.cases.map(({ data, ...fit }) => ({ ...fit, train: make(data) })),
    variances: ofBytes.variances.map(({ rows, columns, variance }) => {
      const { images } = make({ seed: 3, rows, columns, span: 256, shift: 0, labels: [0], counts: [rows] });
      const all = Uint32Array.from({ length: rows }, (_, row) => row);
      return { rows, columns, variance, ours: (work) => pixelVariance(images, all, work) };
    }),
  },
  {
    kind: 'doubles',
    tolerance: 1e-11,
    least: 0,
    cases: ofDoubles.cases.map(({ data, ...fit }) => ({ ...fit, train: makeReal(data) })),
    variances: ofDoubles.variances.map(({ data, variance }) => {
      const { images } = makeReal(data);
      const { rows, columns } = images;
      return { rows, columns, variance, ours: (work) => realVariance(images.data, work) };
    }),
  },
];

function fixture(name: string) {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'));
}
