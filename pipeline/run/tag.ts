import type { RunHeader, Tag } from '../../cache/record.js';
import type { Store } from '../../cache/store.js';
import { RestudyError } from '../errors.js';
import { RELATIVE_RUNS } from '../history/find-run.js';
import type { RunEvent } from './events.js';

/** Starts with a letter, as no run's id does; has no slash or colon, which part a tag from a step's name. */
const TAG = /^[A-Za-z][A-Za-z0-9._-]{0,99}$/;

/** Throws a RestudyError for a name that cannot be a tag's. */
export function checkTag(name: string): void {
  if (!TAG.test(name)) {
    throw new RestudyError(
      'bad-usage',
      `--tag ${name}: a tag is a letter and then up to 99 letters, digits, dots, dashes and underscores, such as paper-v1.0.`,
    );
  }
  if ((RELATIVE_RUNS as readonly string[]).includes(name)) {
    throw new RestudyError('bad-usage', `--tag ${name}: "${name}" means a run already; choose another name.`);
  }
}

/**
 * The tag for a run that has ended, and the event that tells of it. A tag names results to come back to, so a run
 * that did not end as done gets none, and whichever run has the tag keeps it.
 */
export function tagRun(
  name: string,
  run: RunHeader,
  store: Store,
): { readonly change: { readonly tag?: Tag }; readonly event: RunEvent } {
  const { id, outcome, endedAt } = run;
  const before = store.findTag(name)?.run ?? null;
  const given = outcome === 'done' && endedAt !== undefined;
  return {
    change: given ? { tag: { name, run: id, at: endedAt } } : {},
    event: { type: 'tag', run: id, tag: name, given, before },
  };
}
