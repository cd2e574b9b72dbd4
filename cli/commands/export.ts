import type { Hash } from '../../cache/hash.js';
import type { RunRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { RestudyError } from '../../pipeline/errors.js';
import { findRun } from '../../pipeline/history/find-run.js';
import { runCrate } from '../../reports/ro-crate/crate.js';
import { executedSteps } from '../../reports/ro-crate/run-content.js';
import { thousands } from '../../reports/words/words.js';
import { checkFree, writeFolder } from '../files/new-folder.js';
import type { CommonOptions } from '../options/options.js';
import { writeLine, writeText } from '../terminal/output.js';
import { version } from '../workspace/version.js';
import { Workspace } from '../workspace/workspace.js';

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
  checkFree('--ro-crate', folder);
  const workspace = new Workspace(options);
  const wiring = new Map((await workspace.steps()).map(({ id, inputs }) => [id, inputs]));
  return workspace.withSession(async ({ store }) => {
    const run = findDoneRun(store, options.run);
    const steps = executedSteps(run, store, (step, input) => {
      const output = wiring.get(step)?.[input];
      return output && { step: output.step, output: output.name };
    });
    const files = runCrate({ run, steps, version, withData, read: (hash) => readArtifact(store, hash) });
    const bytes = writeFolder('--ro-crate', folder, files);
    const told = { run: run.id, steps: steps.length, files: files.length, bytes };
    if (options.json) writeLine({ type: 'exported', folder, ...told });
    else {
      writeText(
        `Run ${run.id} is in ${folder}: ${told.steps} steps, ${told.files} files, ${thousands(bytes)} bytes.`,
      );
    }
    return 0;
  });
}

/** The run that is meant, or the newest one that is done. */
function findDoneRun(store: Store, name: string | undefined): RunRecord {
  const run =
    name === undefined
      ? store.runs().find(({ outcome }) => outcome === 'done')
      : findRun(store, name, '--run');
  if (!run) {
    throw new RestudyError('no-result', 'export: there is no run that is done. restudy run makes one.');
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
