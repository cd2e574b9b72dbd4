import * as z from 'zod';
import { decodeArtifact, encodeArtifact } from '../../cache/artifact/codec.js';
import { type Hash, isHash, sha256 } from '../../cache/hash.js';
import type { Store } from '../../cache/store.js';

/**
 * The source of a piece of code as it is kept beside results, so that a later change of it can be shown: what
 * its fingerprint covers, without types, comments and what is not reached, but readable. It is no part of any
 * key, and nothing but explanations is made from it.
 */
export const keptSourceSchema = z.object({
  files: z.array(
    z.object({
      /** Relative to the package it belongs to, with forward slashes. */
      path: z.string(),
      /** The statements of the file, each with what it declares: `fit`, `A, B`, `(imports)`, `(statement)`. */
      symbols: z.array(z.object({ name: z.string(), text: z.string() })),
    }),
  ),
  /** Name of a WebAssembly kernel -> the hash of its bytes. */
  kernels: z.record(z.string(), z.custom<Hash>(isHash)),
});
/** The source of a piece of code, by file and symbol, as it is kept beside results. */
export type KeptSource = z.infer<typeof keptSourceSchema>;

/** name of a piece of code -> its source, for those that are known */
export type KeptSources = Readonly<Record<string, KeptSource>>;
export const keptSourcesSchema: z.ZodType<KeptSources> = z.record(z.string(), keptSourceSchema);

/** The artifacts that keep sources. */
export function sourceArtifacts(
  sources: KeptSources,
): { readonly name: string; readonly hash: Hash; readonly bytes: Uint8Array }[] {
  return Object.entries(sources).map(([name, source]) => {
    const bytes = encodeArtifact(source);
    return { name, hash: sha256(bytes), bytes };
  });
}

/** The sources that a record names, without those that are missing or damaged: they only serve to explain. */
export function readSources(named: Readonly<Record<string, Hash>> | undefined, store: Store): KeptSources {
  const sources: Record<string, KeptSource> = {};
  for (const [name, hash] of Object.entries(named ?? {})) {
    const source = readSource(hash, store);
    if (source) sources[name] = source;
  }
  return sources;
}

function readSource(hash: Hash, store: Store): KeptSource | undefined {
  const bytes = store.readArtifact(hash);
  try {
    return bytes && keptSourceSchema.safeParse(decodeArtifact(bytes)).data;
  } catch {
    return undefined;
  }
}
