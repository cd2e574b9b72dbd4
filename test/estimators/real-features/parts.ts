import { type Dataset, take } from '../../../estimators/matrix.js';
import { type TableName, table } from '../tables.js';

/** What a table's features are divided by, after these means were subtracted. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** A table parted as test/oracle/real_features.py does it: every third sample is a test sample. */
export function partsOf(name: TableName, scaling: Scaling | null): { train: Dataset; test: Dataset } {
  const { images, labels } = table(name);
  const data = images.data.map((value, i) => {
    const feature = i % images.columns;
    return scaling ? (value - scaling.mean[feature]!) / scaling.std[feature]! : value;
  });
  const all = { images: { ...images, data }, labels };
  const rows = Uint32Array.from(labels.keys());
  return {
    train: take(
      all,
      rows.filter((row) => row % 3 !== 2),
    ),
    test: take(
      all,
      rows.filter((row) => row % 3 === 2),
    ),
  };
}
