import { afterEach, beforeEach } from 'vitest';
import type { Store } from '../../cache/store.js';
import { describeArtifacts } from './contract/artifacts.js';
import { describeChanges } from './contract/changes.js';
import { describeCollect } from './contract/collect.js';
import { describeHistory } from './contract/history.js';
import { describeLeases } from './contract/leases.js';
import { describeVerification } from './contract/verification.js';

/** What holds for every store. `open` gives an empty one. */
export function describeStore(name: string, open: () => Store): void {
  let store: Store;
  beforeEach(() => {
    store = open();
  });
  afterEach(() => store.close());
  for (const describePart of [
    describeArtifacts,
    describeChanges,
    describeCollect,
    describeHistory,
    describeLeases,
    describeVerification,
  ]) {
    describePart(name, () => store);
  }
}
