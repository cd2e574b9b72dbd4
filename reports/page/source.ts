import type { StepRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import type { ConfiguredStep } from '../../pipeline/study/configure.js';
import type { ReportContent } from '../../stages/content/report-content.js';

/** What a report page is made from: the study as it is configured, and what is recorded of it. */
export interface PageSource {
  /** The study's name. */
  readonly study: string;
  /** The version of Restudy. */
  readonly version: string;
  /** The study's steps, in an order they can run in. */
  readonly steps: readonly ConfiguredStep[];
  /** The id of the step of the stage `report`, and what it found. */
  readonly report: string;
  readonly content: ReportContent;
  /** Step -> the record of its result, if it has one. */
  readonly records: ReadonlyMap<string, StepRecord>;
  readonly store: Pick<Store, 'readArtifact' | 'runs'>;
  /** Model -> the accuracy to compare it with, where there is one. */
  readonly seedAccuracies: Readonly<Record<string, number>>;
}
