import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Hash } from '../../cache/hash.js';
import type { RunRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { RestudyError } from '../../pipeline/errors.js';
import { runCrate } from '../../reports/ro-crate/crate.js';
import type { CrateFile } from '../../reports/ro-crate/data-entities.js';
import { executedSteps } from '../../reports/ro-crate/run-content.js';
import { thousands } from '../../reports/words.js';
import type { CommonOptions } from '../options.js';
import { version } from '../version.js';
import { configuredSteps, withSession } from '../workspace.js';

interface ExportOptions extends CommonOptions {
  readonly roCrate?: string;
  readonly run?: string;
  readonly withData?: boolean;
}

/** `restudy export --ro-crate`: writes a run, with all that led to its results, as a folder that others can read. */
export async function exportRun(options: ExportOptions): Promise<number> {
  const { roCrate: folder, withData = false } = options;
  if (folder === undefined) {
    throw new RestudyError(
      'bad-usage',
      'export: say what to write: restudy export --ro-crate DIR writes the newest run as an RO-Crate.',
    );
  }
  checkFree(folder);
  const wiring = new Map((await configuredSteps(options)).map(({ id, inputs }) => [id, inputs]));
  return withSession(options, async ({ store }) => {
    const run = findDoneRun(store, options.run);
    const steps = executedSteps(run, store.findRecord.bind(store), (step, input) => {
      const output = wiring.get(step)?.[input];
      return output && { step: output.step, output: output.name };
    });
    const files = runCrate({ run, steps, version, withData, read: (hash) => readArtifact(store, hash) });
    const bytes = writeFolder(folder, files);
    const told = { run: run.id, steps: steps.length, files: files.length, bytes };
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ type: 'exported', folder, ...told })}\n`
        : `Run ${run.id} is in ${folder}: ${told.steps} steps, ${told.files} files, ${thousands(bytes)} bytes.\n`,
    );
    return 0;
  });
}

/** The run with this id, or the newest one that is done. */
function findDoneRun(store: Store, id: string | undefined): RunRecord {
  const runs = store.runs();
  const run =
    id === undefined ? runs.find(({ outcome }) => outcome === 'done') : runs.find((one) => one.id === id);
  if (!run) {
    throw new RestudyError(
      'no-result',
      id === undefined
        ? 'export: there is no run that is done. restudy run makes one.'
        : `--run ${id}: there is no such run. restudy runs lists them.`,
    );
  }
  if (run.outcome !== 'done') {
    throw new RestudyError(
      'bad-usage',
      `--run ${run.id}: only a run that is done can be exported, and this one is ${run.outcome ?? 'killed'}. restudy run brings it to its end.`,
    );
  }
  return run;
}

function readArtifact(store: Store, hash: Hash): Uint8Array {
  const bytes = store.readArtifact(hash);
  if (!bytes) {
    throw new RestudyError(
      'no-result',
      `export: the artifact ${hash} is missing from the cache, or was damaged there. restudy run makes it again.`,
    );
  }
  return bytes;
}

function checkFree(folder: string): void {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    throw new RestudyError('bad-usage', `--ro-crate ${folder}: it must be a folder to be made: ${message}`);
  }
  if (entries.length > 0) {
    throw new RestudyError(
      'bad-usage',
      `--ro-crate ${folder}: the folder must not exist yet, or be empty, and it holds ${entries.length} entries. Name another one, or delete it.`,
    );
  }
}

/** Writes files into a new folder, which appears when it is complete. Returns how many bytes were written. */
function writeFolder(folder: string, files: readonly CrateFile[]): number {
  const target = path.resolve(folder);
  let partial: string | undefined;
  try {
    mkdirSync(path.dirname(target), { recursive: true });
    partial = mkdtempSync(path.join(path.dirname(target), `.${path.basename(target)}-`));
    let bytes = 0;
    for (const file of files) {
      const content = file.content();
      const place = path.join(partial, file.path);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, content);
      bytes += content.byteLength;
    }
    // A temporary folder is its owner's alone; this one is like any other.
    chmodSync(partial, 0o777 & ~process.umask());
    // Not every system lets a folder replace an empty one.
    rmdirIfThere(target);
    renameSync(partial, target);
    return bytes;
  } catch (error) {
    if (partial !== undefined) rmSync(partial, { recursive: true, force: true });
    if (error instanceof RestudyError) throw error;
    const { message } = error as Error;
    throw new RestudyError('store', `--ro-crate ${folder}: cannot write: ${message}`, { cause: error });
  }
}

function rmdirIfThere(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
