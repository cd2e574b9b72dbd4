import type { StepRecord } from '../../cache/record.js';
import { compareSources, explainCode, type SourcesCompared } from '../key/explain.js';
import type { Reason } from '../key/reasons.js';
import type { Session } from '../key/session.js';
import type { ConfiguredStep } from '../study/configure.js';
import { knownReasons, type PlannedStep } from './plan.js';

/** How a step, as it would run now, differs from a record. */
export interface Why {
  readonly planned: PlannedStep;
  /** The record that it is held against; undefined if the step never ran. */
  readonly against: StepRecord | undefined;
  /** Every difference that is known: none if the key is the record's, or may still be (`planned.parts.open`). */
  readonly reasons: readonly Reason[];
  readonly sources: SourcesCompared;
}

/**
 * Holds a planned step against a record.
 * @param against its last record, unless another one was asked for.
 */
export async function explainStep(
  step: ConfiguredStep,
  planned: PlannedStep,
  against: StepRecord | undefined,
  session: Session,
): Promise<Why> {
  const reasons = knownReasons(step, planned.parts, against, session);
  const sources = await compareSources(against, step, session);
  return { planned, against, reasons: explainCode(reasons, sources), sources };
}
