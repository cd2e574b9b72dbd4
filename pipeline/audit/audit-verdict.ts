import type { ArtifactFault } from '../../cache/artifact/artifact-check.js';
import type { Hash } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import type { Reason } from '../key/reasons.js';
import type { Environment } from '../run/circumstances.js';
import type { Comparison } from './compare-values.js';

/** What an audit found out about a step. All but `reproduced` are failures. */
export type Verdict =
  /** Executed again, it gave the recorded outputs, bit for bit. */
  | {
      readonly verdict: 'reproduced';
      readonly record: StepRecord;
      /** In what the circumstances of the record were others than those of the audit. */
      readonly elsewhere: readonly EnvironmentChange[];
      readonly older?: OlderRecord;
    }
  | {
      readonly verdict: 'differs';
      readonly record: StepRecord;
      readonly outputs: readonly OutputDifference[];
      readonly elsewhere: readonly EnvironmentChange[];
      readonly older?: OlderRecord;
    }
  /** It could not be executed: what it was made from is not there, or not as it was. */
  | {
      readonly verdict: 'input-missing';
      readonly record: StepRecord;
      readonly inputs: readonly (ArtifactFault & { readonly input: string })[];
    }
  /** The code is not the recorded one any more, so executing it would prove nothing about the record. */
  | { readonly verdict: 'code-changed'; readonly record: StepRecord; readonly changes: readonly Reason[] }
  /** What the record says of params, code and inputs is not what its key was made of. */
  | { readonly verdict: 'altered'; readonly record: StepRecord; readonly changes: readonly Reason[] }
  /** The stage threw when it was executed again, or the files that it reads cannot be read. */
  | { readonly verdict: 'failed'; readonly message: string }
  /** `not-kept`: a run had one. `unknown-inputs`: the step `before` has none that could be believed. */
  | {
      readonly verdict: 'no-result';
      readonly because: 'never-ran' | 'not-kept' | 'unknown-inputs';
      readonly before?: string;
    }
  /** It never ran on the files as they are: what it has was made of others (`changes`). */
  | { readonly verdict: 'no-result'; readonly because: 'other-files'; readonly changes: readonly Reason[] };

/** What there is to know of a record of an older format, whose key says of code what cannot be compared any more. */
export interface OlderRecord {
  readonly format: number;
  /** The step that made it, where a run took it over as a hit of the audited one; null if that made it itself. */
  readonly madeBy: string | null;
}

export interface OutputDifference {
  readonly output: string;
  /** Null if the record has no such output. */
  readonly before: Hash | null;
  /** Null if the stage gives no such output. */
  readonly now: Hash | null;
  /** How far the two are apart; absent if there is only one, or the recorded one cannot be read any more. */
  readonly distance?: Distance;
}

export interface Distance extends Comparison {
  readonly bytesBefore: number;
  readonly bytesNow: number;
  /** Bytes that differ, and those that only the longer one has. */
  readonly differingBytes: number;
}

export interface EnvironmentChange {
  readonly name: keyof Environment;
  readonly before: string | number;
  readonly now: string | number;
}

const ENVIRONMENT: readonly (keyof Environment)[] = ['node', 'v8', 'platform', 'cpu', 'threads'];

export function environmentChanges(before: Environment, now: Environment): EnvironmentChange[] {
  return ENVIRONMENT.filter((name) => before[name] !== now[name]).map((name) => ({
    name,
    before: before[name],
    now: now[name],
  }));
}
