import type { Key } from '../../cache/hash.js';
import { RestudyError } from '../../pipeline/errors.js';
import { findHash, looksLikeHash } from '../../pipeline/history/find-hash.js';
import { findRun } from '../../pipeline/history/find-run.js';
import { hashSubject, type LineageSubject, resultSubject } from '../../pipeline/history/lineage-subject.js';
import type { Provenance } from '../../pipeline/history/provenance.js';
import { outputName, parseResultName } from '../../pipeline/history/run-result.js';
import type { Session } from '../../pipeline/key/session.js';
import { suggest } from '../../pipeline/nearest.js';
import type { ConfiguredStep } from '../../pipeline/study/configure.js';
import { selectSteps } from '../../pipeline/study/select.js';
import { candidateHashes } from '../files/exported-file.js';
import type { CommonOptions } from '../options/options.js';
import { currentRecords, recordedResult } from './results.js';

/** What a lineage is of. Where several records made the same bytes, those of its study or run come first. */
export interface Asked {
  readonly subject: LineageSubject;
  readonly preferred: ReadonlySet<Key>;
}

/** Throws a RestudyError for a text that can be neither a result's name nor the beginning of a hash. */
export function checkSubjectName(what: string, steps: readonly ConfiguredStep[]): void {
  const { run, step } = parseResultName(what);
  const known = steps.map(({ id }) => id);
  if (run === undefined && !known.includes(step) && !looksLikeHash(what)) {
    throw new RestudyError(
      'bad-usage',
      `"${what}" is no step and not the beginning of a hash. ${suggest(step, known)}`,
    );
  }
}

/** `svm`, `svm.model`: as the options state it. `latest:svm.model`: of a run. Anything else is a hash. */
export async function namedSubject(
  what: string,
  steps: readonly ConfiguredStep[],
  provenance: Provenance,
  session: Session,
  options: CommonOptions,
): Promise<Asked> {
  const { run, step, output } = parseResultName(what);
  if (run === undefined && !steps.some(({ id }) => id === step)) {
    return { subject: hashSubject(provenance, findHash(provenance, what)), preferred: new Set() };
  }
  const records =
    run === undefined
      ? await currentRecords(selectSteps(steps, [step]), session)
      : [recordedResult({ run, step, output }, options, session.store)];
  const keys =
    run === undefined
      ? records.map(({ key }) => key)
      : findRun(session.store, run).steps.flatMap(({ key }) => key ?? []);
  const record = records.at(-1)!;
  const name = output === '' ? undefined : outputName(what, output, Object.keys(record.outputs));
  return { subject: resultSubject(provenance, record, name), preferred: new Set(keys) };
}

/** A file that `restudy get` saved, or one that a step read. */
export function fileSubject(file: string, provenance: Provenance, { store }: Session): Asked {
  const candidates = candidateHashes(file);
  const artifact = candidates.find((hash) => provenance.makersOf(hash).length > 0);
  const preferred = new Set<Key>();
  if (artifact) return { subject: hashSubject(provenance, { kind: 'artifact', hash: artifact }), preferred };
  const own = candidates[0]!;
  const readers = provenance.readersOf(own);
  if (readers.length > 0) return { subject: { kind: 'file', hash: own, readers }, preferred };
  throw new RestudyError(
    'no-result',
    store.hasArtifact(own)
      ? `--file ${file}: these are the bytes of a piece of a result (a tree, a score); lineages begin at whole ones.`
      : `--file ${file}: no kept result has these bytes (SHA-256 ${own}). Only get --format bin saves a result's own bytes; of npy and JSON files, arrays, matrices and plain values can be traced.`,
  );
}
