import { isHash } from '../../cache/hash.js';
import { RestudyError } from '../../pipeline/errors.js';
import { bytes, count, seconds } from './amounts.js';

/** Options that every command takes. */
export interface CommonOptions {
  readonly cache: string;
  /** The module of a study of the user's own; the one that is shipped if there is none. */
  readonly study?: string;
  readonly params?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
  readonly verbose?: boolean;
  /** A file with the key that signs what is added to the history, on commands that add to it. */
  readonly sign?: string;
  /** Worker threads, on commands that compute; as many as there are cores if nothing is said. */
  readonly threads?: number;
}

/** Steps that may be open at once. */
const MOST_JOBS = 64;
const MOST_THREADS = 1024;
const MOST_PORT = 65_535;
const MOST_RUNS = 1_000_000;

/** What is not meant as text: the option, by the name that commander gives it -> what it stands for. */
const MEANINGS: ReadonlyMap<string, (text: string) => unknown> = new Map<string, (text: string) => unknown>([
  ['jobs', (text) => count('--jobs', text, MOST_JOBS)],
  ['threads', (text) => count('--threads', text, MOST_THREADS)],
  ['port', (text) => count('--port', text, MOST_PORT, 0)],
  ['keepRuns', (text) => count('--keep-runs', text, MOST_RUNS, 0)],
  ['olderThan', (text) => seconds('--older-than', text)],
  ['maxSize', (text) => bytes('--max-size', text)],
  ['head', headOf],
]);

/** A command's options as it takes them. Throws a RestudyError for one that does not mean what it should. */
export function parseOptions<Options extends CommonOptions>(
  written: Readonly<Record<string, unknown>>,
): Options {
  const parsed = Object.entries(written).map(([name, value]) => {
    const meaning = MEANINGS.get(name);
    return [name, meaning && typeof value === 'string' ? meaning(value) : value];
  });
  return Object.fromEntries(parsed) as Options;
}

function headOf(text: string): string {
  if (isHash(text)) return text;
  throw new RestudyError(
    'bad-usage',
    `--head must be the 64 hexadecimal digits that an audit printed as the head of the history; got "${text}".`,
  );
}
