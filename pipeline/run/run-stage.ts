import type { Hash } from '../../cache/hash.js';
import type { KeyParts } from '../../cache/record.js';
import { digest } from '../canonical.js';
import type { Fingerprints } from '../code/fingerprint.js';
import { RestudyError } from '../errors.js';
import type { FileStore, SeenFile } from '../key/file-content.js';
import { isUntouched, seeFiles } from '../key/files.js';
import { fingerprintOf, keyOf } from '../key/key.js';
import type { ConfiguredStep } from '../study/configure.js';
import type { Resources, StageCall } from '../study/stage.js';
import type { Artifacts } from './artifacts.js';
import { type CellStore, storedCells } from './cells.js';

/** What running a stage takes, whether its result is to be recorded or to be held against one that was. */
export interface StageRun {
  readonly artifacts: Artifacts;
  /** Where cells and what is known of files are kept. */
  readonly store: CellStore & FileStore;
  readonly fingerprints: Fingerprints;
  readonly resources: Resources;
  readonly signal: AbortSignal;
  progress(fraction: number): void;
  log(line: string): void;
}

export interface EncodedOutput {
  readonly name: string;
  readonly hash: Hash;
  readonly bytes: Uint8Array;
}

/**
 * Runs a step's stage on the inputs that `parts` name, and encodes what it gives. Throws ArtifactLost if an input
 * cannot be loaded, and a RestudyError if code or files changed meanwhile.
 */
export async function runStage(
  step: ConfiguredStep,
  parts: KeyParts,
  run: StageRun,
): Promise<EncodedOutput[]> {
  const { artifacts, resources, signal, progress, log } = run;
  const files = step.stage.files?.(step.checkedParams as never) ?? {};
  const before = await seeFiles(files, run.store);
  refuseIf(
    Object.keys(before).find((name) => before[name]!.hash !== parts.files[name]),
    step,
  );
  const call: StageCall<never, never, never> = {
    params: step.checkedParams as never,
    inputs: loadInputs(step, parts.inputs, artifacts) as never,
    inputHashes: parts.inputs as never,
    uses: step.uses as never,
    resources,
    signal,
    progress,
    log,
    cells: storedCells(run.store, artifacts, originOf(parts, before), keyOf(parts)),
  };
  const values: Readonly<Record<string, unknown>> = await step.stage.run(call);
  signal.throwIfAborted();
  refuseIf(await run.fingerprints.changedFile(step), step);
  const after = await seeFiles(files, run.store);
  refuseIf(
    Object.keys(after).find((name) => !isUntouched(before[name]!, after[name]!)),
    step,
  );
  return Object.keys(step.stage.outputs).map((name) => {
    if (values[name] === undefined) throw new Error(`Stage "${step.stage.name}" gave no output "${name}".`);
    return { name, ...artifacts.encode(values[name]) };
  });
}

function loadInputs(
  step: ConfiguredStep,
  hashes: Readonly<Record<string, Hash>>,
  artifacts: Artifacts,
): Record<string, unknown> {
  const inputs: Record<string, unknown> = {};
  for (const [name, port] of Object.entries(step.stage.inputs)) {
    if (!port.many) {
      const hash = hashes[name];
      inputs[name] = hash && artifacts.load(hash);
      continue;
    }
    const members = Object.keys(hashes).filter((place) => place.startsWith(`${name}.`));
    inputs[name] = Object.fromEntries(
      members.sort().map((place) => [place.slice(name.length + 1), artifacts.load(hashes[place]!)]),
    );
  }
  return inputs;
}

/**
 * What cells come of besides their names: code and files. They are kept while the stage still runs, so the stamps count
 * as well: a cell that was made of what a file was for a while is not found again.
 */
function originOf({ code }: KeyParts, files: Readonly<Record<string, SeenFile>>): Hash {
  const stamps = Object.entries(files).map(([name, { junk, ...seen }]) => [name, seen]);
  return digest('origin', { fingerprint: fingerprintOf(code), files: Object.fromEntries(stamps) });
}

/** Refuses the result of a step if some code or file that it comes from changed. */
function refuseIf(changed: string | undefined, step: ConfiguredStep): void {
  if (changed === undefined) return;
  throw new RestudyError(
    'changed-while-running',
    `${changed} changed while step "${step.id}" ran, so its result was not kept. Run it again.`,
  );
}
