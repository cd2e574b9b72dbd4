import { readFileSync } from 'node:fs';
import { type RealDataset, take } from '../../../estimators/matrix.js';
import { bundled, type TableName } from '../tables.js';
import { drawNoise, type Noise } from './noise.js';

/** A data set as test/oracle/svc_real.py describes it: one of scikit-learn's, or noise. */
export type Description = { set: string; scaled?: boolean } | (Noise & { step: number });

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

const { sets, scalings }: { sets: Record<string, TakenSet>; scalings: Record<string, Scaling> } = JSON.parse(
  readFileSync(new URL('../../fixtures/svc-real.json', import.meta.url), 'utf8'),
);

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
  const { columns, shift, step } = description;
  const middle = Math.floor(description.span / 2);
  const { values, labels } = drawNoise(description, (drawn, code) => (drawn - middle + shift * code) * step);
  return { images: { data: Float64Array.from(values), rows: labels.length, columns }, labels };
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
