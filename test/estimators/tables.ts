import { fileURLToPath } from 'node:url';
import { type RealDataset, toReals } from '../../estimators/matrix.js';
import { readCsv } from '../../stages/data/formats/csv.js';

/** The tables that test/oracle/tables.py writes: scikit-learn's own data sets; of its digits, 200. */
export type TableName = 'iris' | 'wine' | 'breast-cancer' | 'digits';

async function read(folder: string, name: TableName): Promise<RealDataset> {
  const file = fileURLToPath(new URL(`${folder}/${name}.csv`, import.meta.url));
  const { dataset } = await readCsv(file, { target: 'class', ignored: [] }, new AbortController().signal);
  return { images: toReals(dataset.images), labels: dataset.labels };
}

const TABLES: Readonly<Record<TableName, RealDataset>> = {
  iris: await read('../fixtures/tables', 'iris'),
  wine: await read('../../examples/07-a-table', 'wine'),
  'breast-cancer': await read('../fixtures/tables', 'breast-cancer'),
  digits: await read('../fixtures/tables', 'digits'),
};

/** A table as it is read: classes are numbered in the order of their names. Read once, and for all: not to be changed. */
export function table(name: TableName): RealDataset {
  return TABLES[name];
}

/** A table with scikit-learn's own labels, which are in the same order, but for malignant tumours before benign ones. */
export function bundled(name: TableName): RealDataset {
  const { images, labels } = table(name);
  return { images, labels: name === 'breast-cancer' ? labels.map((label) => 1 - label) : labels };
}
