import type { Circumstances } from '../../cache/record.js';
import type { RunOutcome, StepState } from '../../pipeline/run/events.js';
import type { DataSource } from '../figures/data-sources.js';

// What the page and its server tell one another, as plain JSON. Both sides are compiled against these types.

/** What a page shows of a step's state. Seconds are those that the step took when it ran, in this run or before. */
export interface StepView {
  readonly state: StepState['state'];
  /** The key of its record, where it has one. */
  readonly key?: string;
  /** Why it runs, a text a reason. */
  readonly reasons?: readonly string[];
  /** The share that is done, 0 to 1, and the seconds left, null while nobody knows: of a step that runs. */
  readonly fraction?: number;
  readonly secondsLeft?: number | null;
  readonly seconds?: number;
  /** Why it failed or was skipped. */
  readonly message?: string;
}

/** Params that were changed on a page: step -> param -> value. They come on top of the program's own options. */
export type Overrides = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** How a run ended. A process that died tells no outcome of its run. */
export interface RunEnd {
  /** `not-started`: another run was to start and could not; what is shown is from the one before. */
  readonly outcome: RunOutcome | 'crashed' | 'not-started';
  readonly message?: string;
}

/** A run as far as it is: all that a page needs that has seen nothing of it. */
export interface RunView {
  /** Counts the runs of this server. */
  readonly number: number;
  /** Its id in the history; null until it has one. */
  readonly id: string | null;
  /** Its steps, in an order they can run in; empty until they are known. */
  readonly steps: readonly string[];
  readonly states: Readonly<Record<string, StepView>>;
  readonly overrides: Overrides;
  /** Since it was started: until it ended, or until now. */
  readonly seconds: number;
  readonly end: RunEnd | null;
}

/** What the stream of events carries. `at` is when the server heard of it, in ms since the epoch. */
export type LiveEvent =
  /** The run as it is now, or null before the first one. Comes first, and whenever a run starts or ends. */
  | { readonly type: 'run'; readonly run: RunView | null; readonly at: number }
  | { readonly type: 'step'; readonly step: string; readonly view: StepView; readonly at: number };

/** A field of a form for a step's params. Values are JSON; `rule` says in words what is allowed. */
export interface ParamField {
  readonly name: string;
  readonly value: unknown;
  readonly kind: 'number' | 'boolean' | 'choice' | 'number-or-choice' | 'text' | 'json';
  readonly rule: string;
  readonly choices: readonly string[];
}

/** What is wrong with a param that was changed on a page; null if it is no single one. */
export interface ParamProblem {
  readonly step: string;
  readonly param: string | null;
  readonly message: string;
}

/** A step as the study has it. */
export interface StudyStep {
  readonly id: string;
  readonly stage: string;
  /** Whether it comes to figures (`FigureView`). */
  readonly hasFigures: boolean;
  readonly fields: readonly ParamField[];
  readonly inputs: readonly { readonly name: string; readonly step: string; readonly output: string }[];
}

/** Where steps stand, in pixels from the upper left corner; edges as paths of SVG. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  readonly nodes: readonly { readonly step: string; readonly x: number; readonly y: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly path: string }[];
}

export interface StudyContent {
  readonly name: string;
  readonly steps: readonly StudyStep[];
  readonly layout: GraphLayout;
}

/** What a run would do with a step. */
export interface PlannedView {
  readonly step: string;
  readonly action: 'hit' | 'run' | 'may-run' | 'shared';
  /** The key of its result, if that is there. */
  readonly key?: string;
  /** Why, a text a reason. */
  readonly reasons: readonly string[];
  /** How long it took when it ran last. */
  readonly lastSeconds?: number;
}

export type PlanContent =
  | { readonly problems: readonly ParamProblem[] }
  | { readonly steps: readonly PlannedView[]; readonly total: string };

/** What a step came to, in figures. */
export interface FigureView {
  /** `96.14 %` */
  readonly short: string;
  /** `96.14 %, 13,460 of 14,000`, `best C=10 with 94.50 %` */
  readonly long: string;
}

/** A run of the history. One that was killed has no outcome and no seconds. */
export interface RunListing {
  readonly id: string;
  readonly startedAt: string;
  readonly seconds: number | null;
  readonly outcome: RunOutcome | null;
  readonly counts: Readonly<Record<'hit' | 'ran' | 'failed' | 'skipped', number>>;
  readonly command: string;
  readonly tags: readonly string[];
}

/** The newest runs, and how many there are at all. */
export interface RunsContent {
  readonly runs: readonly RunListing[];
  readonly total: number;
}

/** What a run had of a step; seconds are those that it took when it ran, perhaps in an earlier one. */
export interface DiffSide {
  readonly outcome: string;
  readonly seconds: number | null;
}

export interface DiffContent {
  readonly before: RunListing;
  readonly now: RunListing;
  readonly rows: readonly {
    readonly step: string;
    readonly before: DiffSide | null;
    readonly now: DiffSide | null;
    /** Whether both came to the same bytes; null where that cannot be told. */
    readonly same: boolean | null;
    readonly figures: string;
    readonly changes: readonly string[];
  }[];
}

/** The artifact at an output, and what can be shown of it. */
export interface OutputView {
  readonly name: string;
  readonly type: string;
  readonly hash: string;
  /** Null if it is not kept any more. */
  readonly bytes: number | null;
  /** Whether there is something to be seen of it (`OutputContent`). */
  readonly hasContent: boolean;
}

/** A record that another one was made from. */
export interface AncestorView {
  readonly step: string;
  readonly key: string;
  readonly startedAt: string;
  readonly seconds: number;
  /** The outputs of it that were used. */
  readonly gave: readonly string[];
}

/** A step's record, all of it. */
export interface RecordContent {
  readonly key: string;
  readonly params: unknown;
  readonly format: number;
  readonly code: readonly {
    readonly name: string;
    readonly hash: string;
    readonly packages: readonly string[];
  }[];
  readonly inputs: readonly { readonly name: string; readonly hash: string }[];
  readonly files: readonly { readonly name: string; readonly hash: string }[];
  readonly outputs: readonly OutputView[];
  readonly circumstances: Circumstances;
  readonly blessedFrom: string | null;
  readonly log: readonly string[];
  /** Nearest first, back to the data. */
  readonly madeFrom: readonly AncestorView[];
  readonly data: readonly DataSource[];
  readonly usedBy: readonly { readonly step: string; readonly key: string }[];
}

export interface StepContent {
  readonly step: string;
  /** Null if there is none: it never ran, or is not kept any more. */
  readonly record: RecordContent | null;
}

/** Shares are from 0 to 1; pixels are base64, a byte each, row by row. */
export type OutputContent =
  | {
      readonly kind: 'scores';
      readonly accuracy: number;
      readonly correct: number;
      readonly total: number;
      readonly classes: readonly (ScoreRow & { readonly label: number })[];
      readonly averages: readonly (ScoreRow & { readonly name: string })[];
      /** The confusion matrix, n_classes x n_classes, row-major: true classes down. */
      readonly counts: readonly number[];
    }
  | { readonly kind: 'grid'; readonly candidates: readonly CandidateView[] }
  | {
      readonly kind: 'images';
      readonly facts: readonly (readonly [string, string])[];
      readonly images: readonly ImageView[];
      readonly side: number;
      readonly classes: readonly (readonly [number, number])[];
    }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [string, string])[] };

/** The scores of a class, or their mean over all. */
export interface ScoreRow {
  readonly precision: number;
  readonly recall: number;
  readonly f1Score: number;
  readonly support: number;
}

export interface CandidateView {
  readonly name: string;
  readonly mean: number;
  readonly std: number;
  readonly splitScores: readonly number[];
  readonly rank: number;
}

export interface ImageView {
  readonly label: number;
  readonly pixels: string;
}
