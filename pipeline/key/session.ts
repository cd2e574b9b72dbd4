import type { Store } from '../../cache/store.js';
import type { Fingerprints } from '../code/fingerprint.js';
import type { Resources } from '../study/stage.js';

/** What planning and running work with. */
export interface Session {
  /** The study's name: step ids are unique within it. */
  readonly study: string;
  readonly store: Store;
  readonly fingerprints: Fingerprints;
  readonly resources: Resources;
  /** How many threads the resources have: for the records, never for a key. */
  readonly threads: number;
}
