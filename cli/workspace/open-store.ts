import { openLmdbStore } from '../../cache/lmdb/lmdb-store.js';
import type { Store } from '../../cache/store.js';
import type { CommonOptions } from '../options/options.js';

/** Opens the cache. What is added to its history is signed if the options say so. */
export async function openStore({ cache, sign }: CommonOptions): Promise<Store> {
  return openLmdbStore(
    cache,
    sign === undefined ? {} : { sign: (await import('../options/signing.js')).signWith(sign) },
  );
}

/** Opens the cache, does some work, and closes it. */
export async function withStore<Result>(
  options: CommonOptions,
  body: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(options);
  try {
    return await body(store);
  } finally {
    await store.close();
  }
}
