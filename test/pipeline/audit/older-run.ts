import { type Key, sha256 } from '../../../cache/hash.js';
import type { RunStep, StepRecord } from '../../../cache/record.js';
import type { Store } from '../../../cache/store.js';
import { keyOf } from '../../../pipeline/key/key.js';
import { codeAndParams, inputHashes } from '../../../pipeline/key/parts.js';
import { Artifacts } from '../../../pipeline/run/artifacts.js';
import { circumstances } from '../../../pipeline/run/circumstances.js';
import { newRun } from '../../../pipeline/run/run-header.js';
import { runStage } from '../../../pipeline/run/run-stage.js';
import { configure, type Setting } from '../../../pipeline/study/configure.js';
import type { Study } from '../../../pipeline/study/study.js';
import { FakeFingerprints } from '../small-study.js';

/**
 * Runs a study as format 1 did: a stage is told from others by its name alone, and what a file holds is what `files` says.
 * @returns the run's id, and what became of each step.
 */
export async function olderRun(
  study: Study,
  store: Store,
  {
    set = [],
    files = {},
  }: { readonly set?: readonly Setting[]; readonly files?: Record<string, string> } = {},
): Promise<{ readonly run: string; readonly outcomes: Readonly<Record<string, RunStep['outcome']>> }> {
  const header = newRun(study.name, []);
  const fingerprints = new FakeFingerprints();
  const artifacts = new Artifacts(store);
  const records = new Map<string, StepRecord>();
  const outcomes: Record<string, RunStep['outcome']> = {};
  for (const step of configure(study, set)) {
    const { stage } = step;
    const believed = Object.entries(files).map(([name, content]) => [name, sha256(Buffer.from(content))]);
    const { params } = await codeAndParams(step, fingerprints);
    const parts = {
      format: 1,
      code: { [stage.name]: { hash: sha256(Buffer.from(stage.name)), packages: {} } },
      params,
      inputs: inputHashes(step, (id) => records.get(id))!,
      files: stage.files ? Object.fromEntries(believed) : {},
    };
    const key: Key = keyOf(parts);
    const found = store.findRecord(key);
    outcomes[step.id] = found ? 'hit' : 'ran';
    const startedAt = new Date();
    const values = found
      ? []
      : await runStage(
          { ...step, stage: { ...stage, files: () => ({}) } } as typeof step,
          { ...parts, files: {} },
          {
            artifacts,
            store,
            fingerprints,
            resources: {} as never,
            signal: new AbortController().signal,
            progress: () => undefined,
            log: () => undefined,
          },
        );
    const outputs = found?.outputs ?? Object.fromEntries(values.map(({ name, hash }) => [name, hash]));
    const made = { key, step: step.id, stage: stage.name, parts, outputs, log: [] };
    const record = found ?? { ...made, circumstances: await circumstances(startedAt, 0.1, 1) };
    const entry: RunStep = { step: step.id, outcome: found ? 'hit' : 'ran', key, outputs, seconds: 0 };
    await store.commit({
      artifacts: values,
      ...(found ? {} : { record }),
      run: { ...header, endedAt: new Date().toISOString(), outcome: 'done' },
      steps: { run: header.id, study: study.name, entries: [entry] },
    });
    records.set(step.id, record);
  }
  return { run: header.id, outcomes };
}
