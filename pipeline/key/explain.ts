import type { StepRecord } from '../../cache/record.js';
import { type KeptSources, readSources } from '../code/kept-source.js';
import { changedFiles, changedKernels } from '../code/source-changes.js';
import type { ConfiguredStep } from '../study/configure.js';
import type { Reason } from './reasons.js';
import type { Session } from './session.js';

/** The sources of a step's code: as a record kept them, and as they are. */
export interface SourcesCompared {
  readonly before: KeptSources;
  readonly now: KeptSources;
}

/** The sources of a step's code as a record kept them, and as they are. Those that are not known are left out. */
export async function compareSources(
  record: StepRecord | undefined,
  step: ConfiguredStep,
  { store, fingerprints }: Session,
): Promise<SourcesCompared> {
  return { before: readSources(record?.sources, store), now: await fingerprints.sources(step) };
}

/** Reasons why a step differs from a record, with all that its kept sources can say; read only if code changed. */
export async function explain(
  reasons: readonly Reason[],
  record: StepRecord | undefined,
  step: ConfiguredStep,
  session: Session,
): Promise<readonly Reason[]> {
  if (!reasons.some(({ kind }) => kind === 'code')) return reasons;
  return explainCode(reasons, await compareSources(record, step, session));
}

/**
 * The same reasons, saying of edited code which files, what in them, and which kernels changed, where both
 * states were kept.
 */
export function explainCode(reasons: readonly Reason[], { before, now }: SourcesCompared): Reason[] {
  const kernels = new Map<string, Reason>();
  const explained = reasons.flatMap((reason): Reason[] => {
    if (reason.kind !== 'code' || reason.change !== 'edited') return [reason];
    const [old, current] = [before[reason.place], now[reason.place]];
    if (!old || !current) return [reason];
    const files = changedFiles(old, current);
    const changed = changedKernels(old, current);
    // Several pieces of code may reach one kernel.
    for (const kernel of changed) kernels.set(kernel.name, { kind: 'kernel', ...kernel });
    if (files.length > 0) return [{ ...reason, files }];
    return changed.length > 0 ? [] : [reason];
  });
  return [...explained, ...kernels.values()];
}
