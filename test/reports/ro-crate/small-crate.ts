import type { sha256 } from '../../../cache/hash.js';
import type { Store } from '../../../cache/store.js';
import { memoryStore } from '../../../cache/tables/memory-store.js';
import { runCrate } from '../../../reports/ro-crate/crate.js';
import type { CrateFile } from '../../../reports/ro-crate/data-entities.js';
import { type ExecutedStep, executedSteps } from '../../../reports/ro-crate/run-content.js';
import { runStudy, smallStudy } from '../../pipeline/small-study.js';
import { CrateView, type Json } from './crate-view.js';

/** A crate in memory. */
export interface SmallCrate {
  readonly files: readonly CrateFile[];
  readonly metadata: { readonly '@context': unknown; readonly '@graph': readonly Json[] };
  readonly view: CrateView;
  readonly steps: readonly ExecutedStep[];
}

export const wiring = (step: string, input: string) => {
  const output = smallStudy.steps.find(({ id }) => id === step)?.inputs[input];
  return output && { step: output.step, output: output.name };
};

/** The crate of the newest run in a store; of a first run of the small study, unless another store is given. */
export async function smallCrate(
  store?: Store,
  options: { readonly withData?: boolean } = {},
): Promise<SmallCrate> {
  const used = store ?? memoryStore();
  if (!store) await runStudy(smallStudy, used);
  const [run] = used.runs();
  const steps = executedSteps(run!, used, wiring);
  const read = (hash: ReturnType<typeof sha256>) => used.readArtifact(hash)!;
  const files = runCrate({ run: run!, steps, version: '1.2.3', withData: false, read, ...options });
  const metadata = JSON.parse(textOf(files, 'ro-crate-metadata.json'));
  return {
    files,
    metadata,
    view: new CrateView(
      metadata,
      files.map(({ path }) => path),
    ),
    steps,
  };
}

export function textOf(files: readonly CrateFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (!file) throw new Error(`There is no file ${path}.`);
  return Buffer.from(file.content()).toString();
}
