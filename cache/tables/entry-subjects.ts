import type { Subject } from '../store.js';
import { allEntries, findEntry, nameOf } from './entries.js';
import type { Tables } from './tables.js';

/**
 * Tells what entries are about, also those that are not there any more or lie: runs say which step had which key,
 * and only where none does is the record itself believed.
 */
export function entrySubjects(tables: Tables): (table: string, key: string) => Subject {
  const steps = new Map<string, string>();
  const runs = new Map<string, string>();
  for (const { id } of allEntries(tables, 'runs')) runs.set(nameOf(id), id);
  for (const { run, steps: ended } of allEntries(tables, 'run-steps')) {
    runs.set(nameOf(run), run);
    for (const { step, key } of ended) if (key) steps.set(key, step);
  }
  return (table, key) => {
    switch (table) {
      case 'records':
        return withoutUndefined({ step: steps.get(key) ?? findEntry(tables, 'records', key)?.step });
      case 'runs':
        return withoutUndefined({ run: runs.get(key) });
      case 'run-steps':
        return withoutUndefined({ run: runs.get(key.split('-')[0] ?? '') });
      case 'tags':
        return withoutUndefined({ tag: findEntry(tables, 'tags', key)?.name });
      default:
        return {};
    }
  };
}

function withoutUndefined(subject: { readonly [Name in keyof Subject]: Subject[Name] | undefined }): Subject {
  return Object.fromEntries(Object.entries(subject).filter(([, name]) => name !== undefined));
}
