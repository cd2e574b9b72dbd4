import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { isGone, self } from '../process-identity.js';
import { LEASE_SECONDS, type Lease } from '../store.js';
import { readEntry, writeEntry } from './entry.js';
import type { Tables } from './tables.js';

/** Who holds a lease, and until when unless it is renewed. */
const holderSchema = v.object({
  /** Tells the claims of one process apart. */
  owner: v.string(),
  host: v.string(),
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.nullable(v.string()),
  expiresAtMs: v.number(),
});
type Holder = v.InferOutput<typeof holderSchema>;

/** Claims `key`; undefined while somebody else holds it. See Store.claim. */
export async function claimLease(tables: Tables, key: string): Promise<Lease | undefined> {
  const before = tables.get('leases', key);
  const holder = readEntry(placeOf(key), before, holderSchema);
  if (holder && isHeld(holder)) return undefined;
  const owner = randomUUID();
  const entry = writeEntry(placeOf(key), heldBy(owner));
  if (!(await tables.swap('leases', key, before, entry))) return undefined;
  return new TableLease(tables, key, owner, entry);
}

class TableLease implements Lease {
  readonly #tables: Tables;
  readonly #key: string;
  readonly #owner: string;
  /** What the table holds as long as the lease is ours; undefined once it is lost or released. */
  #entry: string | undefined;
  /** Renewals and the release run one after the other, so that none takes another for a stranger's. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(tables: Tables, key: string, owner: string, entry: string) {
    this.#tables = tables;
    this.#key = key;
    this.#owner = owner;
    this.#entry = entry;
  }

  renew(): Promise<boolean> {
    return this.#swap(() => writeEntry(placeOf(this.#key), heldBy(this.#owner)));
  }

  async release(): Promise<void> {
    await this.#swap(() => undefined);
  }

  #swap(next: () => string | undefined): Promise<boolean> {
    const swapped = this.#last.then(async () => {
      if (this.#entry === undefined) return false;
      const after = next();
      const ours = await this.#tables.swap('leases', this.#key, this.#entry, after);
      this.#entry = ours ? after : undefined;
      return ours;
    });
    this.#last = swapped.catch(() => undefined);
    return swapped;
  }
}

function heldBy(owner: string): Holder {
  return { owner, ...self(), expiresAtMs: Date.now() + LEASE_SECONDS * 1000 };
}

/** One that ends later than any can was written before the clock was set back: who holds it still renews it soon. */
function isHeld(holder: Holder): boolean {
  const leftMs = holder.expiresAtMs - Date.now();
  return leftMs > 0 && leftMs <= LEASE_SECONDS * 1000 && !isGone(holder);
}

function placeOf(key: string): string {
  return `leases/${key}`;
}
