import type { RunRecord } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { RestudyError } from '../errors.js';
import { suggest } from '../nearest.js';

/** Names that every store has: its newest run, and the one before that. */
export const RELATIVE_RUNS = ['latest', 'previous'] as const;

/** How many runs an error about an ambiguous beginning lists. */
const MOST_LISTED = 5;

/**
 * The run that a text means: `latest`, `previous`, a tag, an id, or the beginning of one id only. A tag starts
 * with a letter and an id with a digit, so no text means two of them.
 *
 * @param option the option that the text was given to, for the error.
 *
 * Throws a RestudyError for a text that means no run, or several.
 */
export function findRun(store: Store, text: string, option?: string): RunRecord {
  const noRun = (message: string) =>
    new RestudyError('bad-usage', option === undefined ? message : `${option} ${text}: ${message}`);
  const runs = store.runs();
  const [newest] = runs;
  if (!newest) throw noRun(`There are no runs in this cache yet. restudy run makes one.`);
  if (text === 'latest') return newest;
  if (text === 'previous') {
    if (runs[1]) return runs[1];
    throw noRun(`There is no previous run: ${newest.id} is the only one.`);
  }
  const tag = store.findTag(text);
  if (tag) {
    const tagged = runs.find(({ id }) => id === tag.run);
    if (tagged) return tagged;
    throw noRun(
      `The run ${tag.run}, tagged "${text}", is not kept any more. restudy runs lists those that are.`,
    );
  }
  const [first, ...others] = text === '' ? [] : runs.filter(({ id }) => id.startsWith(text));
  if (first && (others.length === 0 || first.id === text)) return first;
  if (first) throw noRun(ambiguous(text, [first, ...others]));
  const names = [...RELATIVE_RUNS, ...store.tags().map(({ name }) => name)];
  throw noRun(
    `There is no run "${text}". ${suggest(text, names)} restudy runs lists the runs; the beginning of an id is enough.`,
  );
}

function ambiguous(text: string, runs: readonly RunRecord[]): string {
  const listed = runs.slice(0, MOST_LISTED).map(({ id }) => id);
  const more = runs.length > listed.length ? ` and ${runs.length - listed.length} more` : '';
  return `"${text}" is the beginning of ${runs.length} runs: ${listed.join(', ')}${more}. Give more of the id.`;
}
