import type { Session } from '../../pipeline/key/session.js';
import type { Setting } from '../../pipeline/study/configure.js';
import type { Study } from '../../pipeline/study/study.js';
import type { Overrides } from './wire.js';

/** What a page may ask of the program that serves it. */
export interface LiveControls {
  /** Starts a run of the study and tells the hub of it. Throws a RestudyError if one is going on. */
  run(overrides: Overrides): void;
  /** Brings the run that is going on to an early end, in order. */
  cancel(): void;
}

/** What there is to look at beside the run. */
export interface LiveWorkspace {
  readonly study: Study;
  /** The params that the program's own options set, read anew each time: a params file may have been edited. */
  settings(): Promise<readonly Setting[]>;
  /** Does some reading; the cache is open meanwhile. */
  withSession<Result>(body: (session: Session) => Promise<Result>): Promise<Result>;
}
