import type { Change } from '../../../../cache/store.js';
import { artifactOf, keyOf, noise, recordOf, runOf } from '../../samples.js';

/** A change with artifacts of 25 MB, a record of them, a cell, a run and its step. */
export function bigChange(number: number): Change & Required<Pick<Change, 'artifacts' | 'record'>> {
  const artifacts = [15_000_000, 10_000_000, 100].map((size) => artifactOf(noise(size, number + size)));
  const [images, model, score] = artifacts.map(({ hash }) => hash);
  const record = recordOf(`big ${number}`, { images: images!, model: model! });
  const run = `run ${number}`;
  return {
    artifacts,
    record,
    cells: [{ key: keyOf(`cell of big ${number}`), hash: score! }],
    run: runOf(run, '2024-01-01T00:00:00Z'),
    steps: {
      run,
      study: 'mnist',
      entries: [{ step: `step ${number}`, outcome: 'ran', key: record.key, seconds: 1 }],
    },
  };
}
