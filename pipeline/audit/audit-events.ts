import type { ArtifactFault } from '../../cache/artifact/artifact-check.js';
import type { Hash } from '../../cache/hash.js';
import type { ChainFault } from '../../cache/store.js';
import type { Verdict } from './audit-verdict.js';
import type { OlderRecords } from './older-records.js';

/** An artifact that is not what its name says. */
export interface NamedArtifactFault extends ArtifactFault {
  /** What it is, or is a part of: `svm.model`, as far as the records tell. */
  readonly of: readonly string[];
}

/** `whole`: every step was reproduced, every byte is as it was written, and history fits. */
export type AuditOutcome = 'whole' | 'faulty' | 'interrupted';

/** The stream that an audit tells its story in. */
export type AuditEvent =
  | { readonly type: 'audit-started'; readonly study: string; readonly steps: readonly string[] }
  | {
      readonly type: 'progress';
      readonly doing: 'reading' | 'executing';
      /** The share of this that is done, 0 to 1. */
      readonly fraction: number;
      /** Judged by the pace so far; null while that cannot be told. */
      readonly secondsLeft: number | null;
      /** The steps that are being executed. */
      readonly steps: readonly string[];
    }
  | {
      readonly type: 'history';
      readonly links: number;
      /** The name of the newest link: whoever notes it down can tell later whether history was rewritten. */
      readonly head: Hash | null;
      readonly faults: readonly ChainFault[];
      /** Whether the head that was asked for is part of the history; null if none was. */
      readonly headFound: boolean | null;
      /** Whether signatures were checked. */
      readonly signatures: boolean;
    }
  | {
      readonly type: 'artifacts';
      readonly artifacts: number;
      readonly bytes: number;
      readonly faults: readonly NamedArtifactFault[];
    }
  | { readonly type: 'step'; readonly step: string; readonly verdict: Verdict; readonly seconds: number }
  /** If the store has records of older formats: how many, and which of those that were not executed may be poisoned. */
  | ({ readonly type: 'older-records' } & OlderRecords)
  | {
      readonly type: 'audit-ended';
      readonly outcome: AuditOutcome;
      readonly seconds: number;
      /**
       * What became of damaged artifacts and of the records that lead to missing or damaged ones: `deleted` so that a
       * run makes them again, `kept` as they were asked to be; `none` were found.
       */
      readonly damage: 'none' | 'deleted' | 'kept';
      /** What was deleted: `artifacts/<hash>`, and entries of the store that lead to them: `records/<key>`. */
      readonly deleted: readonly string[];
    };

/** What is told of executing steps again, for an audit or for a check of a run's hits. */
export type ExecutedAgain = Extract<AuditEvent, { readonly type: 'progress' | 'step' }>;
