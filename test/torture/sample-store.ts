import { encodeArtifact } from '../../cache/artifact/codec.js';
import { openLmdbStore } from '../../cache/lmdb/lmdb-store.js';
import type { StepRecord } from '../../cache/record.js';
import { type Artifact, artifactOf, keyOf, noise, recordOf, runOf } from '../cache/samples.js';

/** What a store holds before it is damaged: results of all sizes, with cells, runs and tags. */
export interface Sample {
  readonly records: readonly StepRecord[];
  readonly artifacts: readonly Artifact[];
}

const STEPS = 24;
const CELLS = 150;
/** The artifacts' lengths, in bytes. Of a small store's file more is what LMDB goes by, and it is looked at much sooner. */
const LENGTHS = {
  small: [40, 700, 1_900, 5_000, 9_000, 20_000],
  large: [40, 700, 1_900, 5_000, 60_000, 1_200_000],
} as const;

export type SampleSize = keyof typeof LENGTHS;

/** Nothing of it depends on the time or the machine. */
export function sample(size: SampleSize): Sample {
  const lengths = LENGTHS[size];
  const artifacts = Array.from({ length: STEPS }, (_, index) =>
    artifactOf(encodeArtifact({ index, values: noise(lengths[index % lengths.length]!, index) })),
  );
  return {
    artifacts,
    records: artifacts.map(({ hash }, index) => recordOf(`step ${index}`, { model: hash })),
  };
}

/** Makes the store in a folder, in as many transactions as runs would. */
export async function makeSampleStore(folder: string, size: SampleSize = 'large'): Promise<Sample> {
  const { records, artifacts } = sample(size);
  const store = openLmdbStore(folder);
  for (const [index, record] of records.entries()) {
    const run = runOf(`run ${index}`, new Date(1.7e12 + index * 1000).toISOString());
    await store.commit({ run });
    await store.commit({
      artifacts: [artifacts[index]!],
      record,
      steps: {
        run: run.id,
        study: 'mnist',
        entries: [{ step: `step ${index}`, outcome: 'ran', key: record.key, seconds: 1 }],
      },
      tag: { name: `tag-${index}`, run: run.id, at: run.startedAt },
    });
  }
  for (let cell = 0; cell < CELLS; cell++) {
    const artifact = artifactOf(encodeArtifact({ cell }));
    const usedBy = { step: records[cell % STEPS]!.key, atMs: 1.7e12 };
    await store.commit({
      artifacts: [artifact],
      cells: [{ key: keyOf(`cell ${cell}`), hash: artifact.hash, usedBy }],
    });
  }
  // Room that was given up is used again later.
  await store.forgetRecord(records[0]!.key);
  await store.commit({ record: records[0]! });
  await store.close();
  return { records, artifacts };
}
