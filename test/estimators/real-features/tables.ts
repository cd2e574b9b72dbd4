import { fileURLToPath } from 'node:url';
import { type Dataset, take } from '../../../estimators/matrix.js';
import { readCsv } from '../../../stages/data/csv.js';

/** What a table's features are divided by, after these means were subtracted. */
export interface Scaling {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** A table that test/oracle/real_features.py wrote, parted as it does: every third sample is a test sample. */
export async function realTable(
  name: string,
  scaling: Scaling | null = null,
): Promise<{ train: Dataset; test: Dataset }> {
  const folder = name === 'wine' ? '../../../examples/07-a-table' : '../../fixtures/tables';
  const file = fileURLToPath(new URL(`${folder}/${name}.csv`, import.meta.url));
  const { dataset } = await readCsv(file, { target: 'class', ignored: [] }, new AbortController().signal);
  const { columns } = dataset.images;
  const data = Float64Array.from(dataset.images.data, (value, i) => {
    const feature = i % columns;
    return scaling ? (value - scaling.mean[feature]!) / scaling.std[feature]! : value;
  });
  const all = { ...dataset, images: { ...dataset.images, data } };
  const rows = Uint32Array.from(dataset.labels.keys());
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
