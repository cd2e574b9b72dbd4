import type { RunRecord } from '../cache/record.js';
import type { Store } from '../cache/store.js';
import { RestudyError } from '../pipeline/errors.js';
import { suggest } from '../pipeline/nearest.js';

/** The run that somebody named: by its tag, its id, or a beginning that only its id has. */
export function findRun(store: Store, option: string, name: string): RunRecord {
  const runs = store.runs();
  const id = store.findTag(name)?.run ?? name;
  const exact = runs.find((run) => run.id === id);
  if (exact) return exact;
  const found = runs.filter((run) => name !== '' && run.id.startsWith(name));
  const [only] = found;
  if (only && found.length === 1) return only;
  const problem =
    found.length > 1
      ? `${found.length} runs begin so: ${some(found.map((run) => run.id))}. Give more of the id.`
      : `there is no such run or tag. ${hint(store, name)}`;
  throw new RestudyError('bad-usage', `${option} ${name}: ${problem}`);
}

function hint(store: Store, name: string): string {
  const tags = store.tags().map((tag) => tag.name);
  return tags.length > 0
    ? `Tags: ${suggest(name, tags)} restudy runs lists the runs.`
    : 'restudy runs lists them.';
}

function some(ids: readonly string[]): string {
  return ids.length > 4 ? `${ids.slice(0, 4).join(', ')} …` : ids.join(', ');
}
