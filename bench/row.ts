import type { Bench } from './bench.js';
import type { Measurement, Summary } from './measurement.js';

/** A row of the table: the same work, done by several sides. */
export interface Row {
  readonly id: string;
  /** Rows that belong together can be chosen together. */
  readonly group: string;
  readonly title: string;
  /** How often each side is measured, unless the user says otherwise. */
  readonly repeat: number;
  /** Left out unless its id or group is named. */
  readonly onlyWhenNamed?: boolean;
  prepare(bench: Bench): Promise<Prepared>;
}

export interface Prepared {
  /** Ours first. They are measured in turn: ours, theirs, ours, theirs. */
  readonly sides: readonly Side[];
  /** What must hold; of the sizes that the study has, not of `--quick`. */
  readonly targets?: readonly Target[];
  /** Figures of ours that follow from several sides. A side may be missing. */
  derive?(summaries: ReadonlyMap<string, Summary>): Readonly<Record<string, number>>;
}

/** Somebody who does a row's work. */
export type Side =
  | {
      readonly name: string;
      /** Measured at most this often: for peers that take long. */
      readonly repeat?: number;
      measure(): Promise<Measurement>;
    }
  /** A peer that is not there, and why. */
  | { readonly name: string; readonly missing: string };

export type Target =
  /** The peer's median is at least `times` times ours. */
  | { readonly than: string; readonly times: number }
  /** A figure of ours. */
  | { readonly figure: string; readonly atMost: number };

export const OURS = 'restudy';

/** What became of a row. */
export interface RowResult {
  readonly id: string;
  readonly title: string;
  readonly sides: readonly SideResult[];
  readonly targets: readonly TargetResult[];
  /** Our figures, with those derived from several sides. */
  readonly figures: Readonly<Record<string, number>>;
  /** The load of the machine over the last minute, when the row began. */
  readonly loadAverage: number;
  /** What went wrong, if the row could not be measured. */
  readonly failure?: string;
}

export type SideResult =
  | { readonly name: string; readonly summary: Summary }
  | { readonly name: string; readonly missing: string };

export type TargetResult = Target & {
  /** The ratio, or the figure; null if a side is missing. */
  readonly value: number | null;
  readonly met: boolean | null;
};

/** Holds a row's medians against its targets. */
export function judge(
  targets: readonly Target[],
  summaries: ReadonlyMap<string, Summary>,
  figures: Readonly<Record<string, number>>,
): TargetResult[] {
  return targets.map((target) => {
    if ('figure' in target) {
      const value = figures[target.figure] ?? null;
      return { ...target, value, met: value === null ? null : value <= target.atMost };
    }
    const ours = summaries.get(OURS);
    const theirs = summaries.get(target.than);
    const value = ours && theirs ? theirs.seconds / ours.seconds : null;
    return { ...target, value, met: value === null ? null : value >= target.times };
  });
}
