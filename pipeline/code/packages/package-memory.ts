import * as v from 'valibot';
import { sha256 } from '../../../cache/hash.js';
import { digest } from '../../canonical.js';
import { stampAt } from '../../file-stamp.js';
import type { MemoryStore } from '../program/text-memory.js';
import { type PackageContents, type PackageEntry, packageContents } from './packages.js';

const rememberedSchema = v.object({
  packages: v.record(v.string(), v.string()),
  patching: v.array(v.string()),
  stamps: v.array(v.tuple([v.string(), v.string()])),
});

/**
 * What packages are, as `packageContents` says, of which nothing is read as long as the stats of all files that it was read
 * from are the same: so a run with nothing to do reads no package.
 */
export async function rememberedContents(
  entries: readonly PackageEntry[],
  homes: readonly string[],
  store: MemoryStore | undefined,
): Promise<PackageContents> {
  if (!store || entries.length + homes.length === 0) return packageContents(entries, homes);
  const name = `packages ${digest('package entries', [entries, homes])}`;
  const known = recall(name, store);
  if (known) return known;
  const contents = await packageContents(entries, homes);
  if (!contents.isSettled) return contents;
  const { packages, patching, stamps } = contents;
  const bytes = Buffer.from(JSON.stringify({ packages, patching, stamps: [...stamps] }));
  const hash = sha256(bytes);
  await store.commit({ artifacts: [{ hash, bytes }], files: [{ path: name, memory: { hash, stamp: '' } }] });
  return contents;
}

function recall(name: string, store: MemoryStore): PackageContents | undefined {
  const memory = store.findFile(name);
  const bytes = memory && store.readArtifact(memory.hash);
  if (!bytes) return undefined;
  try {
    const { packages, patching, stamps } = v.parse(
      rememberedSchema,
      JSON.parse(Buffer.from(bytes).toString('utf8')),
    );
    if (!stamps.every(([place, stamp]) => stampAt(place) === stamp)) return undefined;
    return { packages, patching, stamps: new Map(stamps), isSettled: true };
  } catch {
    return undefined;
  }
}
