import type { Hash, Key } from '../../cache/hash.js';
import { RestudyError } from '../errors.js';
import type { Provenance } from './provenance.js';

/** Fewer digits would be found everywhere in a cache of a few hundred results. */
const FEWEST_DIGITS = 4;
/** How many hashes an error about an ambiguous beginning lists. */
const MOST_LISTED = 6;

/** What a hash is the hash of. */
export type Hashed =
  | { readonly kind: 'artifact'; readonly hash: Hash }
  | { readonly kind: 'key'; readonly key: Key }
  /** The content of a file that steps read. */
  | { readonly kind: 'file'; readonly hash: Hash };

/** Whether a text can be meant as the beginning of a hash. */
export function looksLikeHash(text: string): boolean {
  return /^[0-9a-f]{1,64}$/i.test(text);
}

/**
 * What the only hash with this beginning is the hash of, among those that kept records name.
 * Throws a RestudyError for a beginning that is too short, of no hash, or of several.
 */
export function findHash(provenance: Provenance, text: string): Hashed {
  const prefix = text.toLowerCase();
  if (prefix.length < FEWEST_DIGITS) {
    throw new RestudyError(
      'bad-usage',
      `"${text}" is too short for a hash: give at least ${FEWEST_DIGITS} of its digits.`,
    );
  }
  const found = [...everyHash(provenance)].filter(({ hash }) => hash.startsWith(prefix));
  const [first, ...others] = found;
  if (!first) {
    throw new RestudyError(
      'no-result',
      `No result, key or file that is known here has a hash that begins with ${text}. restudy lineage <step> shows those of a step.`,
    );
  }
  if (others.length === 0) return first.hashed;
  const listed = found
    .slice(0, MOST_LISTED)
    .map(({ hash, what }) => `${hash.slice(0, prefix.length + 8)} (${what})`);
  const more = found.length > listed.length ? ` and ${found.length - listed.length} more` : '';
  throw new RestudyError(
    'bad-usage',
    `${found.length} hashes begin with ${text}: ${listed.join(', ')}${more}. Give more digits.`,
  );
}

interface Candidate {
  readonly hash: string;
  readonly hashed: Hashed;
  /** What people call it. */
  readonly what: string;
}

function* everyHash(provenance: Provenance): Iterable<Candidate> {
  for (const hash of provenance.artifacts()) {
    const maker = provenance.makersOf(hash).at(-1)!;
    const output = Object.keys(maker.outputs).find((name) => maker.outputs[name] === hash);
    yield { hash, hashed: { kind: 'artifact', hash }, what: `${maker.step}.${output}` };
  }
  for (const { key, step } of provenance.records) {
    yield { hash: key, hashed: { kind: 'key', key }, what: `key of ${step}` };
  }
  for (const hash of provenance.files()) {
    const reader = provenance.readersOf(hash).at(-1)!;
    const name = Object.keys(reader.parts.files).find((file) => reader.parts.files[file] === hash);
    yield { hash, hashed: { kind: 'file', hash }, what: `file ${name} of ${reader.step}` };
  }
}
