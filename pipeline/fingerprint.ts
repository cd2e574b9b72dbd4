import type { Code } from '../cache/record.js';
import type { Coded } from './code.js';
import type { KeptSources } from './kept-source.js';

/**
 * Tells what code is. Two implementations: from the sources (fingerprint-sources.ts), and the fingerprints
 * that a compiled release carries, made from the same sources when it was built (fingerprint-release.ts).
 */
export interface Fingerprints {
  /** The code of each, by name, with all its parts. */
  of(coded: readonly Coded[]): Promise<Readonly<Record<string, Code>>>;
  /**
   * The readable sources that the code of each was made from, by name, with all its parts; without those that
   * are not known. They serve to explain changes and are in no key.
   */
  sources(coded: readonly Coded[]): Promise<KeptSources>;
  /** A source file whose change since `of` changed the code of one of `coded`, if there is one. */
  changedFile(coded: readonly Coded[]): Promise<string | undefined>;
}
