import type { History } from './generator.js';
import { knownVersions, type Problem } from './try-history.js';
import type { Written } from './write.js';

/** What went wrong, as text: the edits, and the project's files with what the last of them changed. */
export function reproduction({ project, edits }: History, { kind, edit, what }: Problem): string {
  const versions = knownVersions({ project, edits });
  const after = versions[edit + 1]!;
  const before = versions[edit];
  const kinds = edits.slice(0, edit + 1).map((one) => one.kind);
  return [
    `${kind}: ${what}`,
    `edits: ${kinds.join(', ') || 'none'}`,
    ...filesText(after.written, before?.written),
    ...Object.entries(after.written.environment).map(([name, value]) => `${name}=${value}`),
    JSON.stringify({ project, edits }),
  ].join('\n');
}

function filesText({ files, links, evaluated }: Written, before: Written | undefined): string[] {
  const reached = new Set(evaluated.map(({ file }) => file));
  const names = [...new Set([...files.keys(), ...(before?.files.keys() ?? [])])].sort();
  const texts = names.flatMap((name) => {
    const now = files.get(name);
    const was = before?.files.get(name);
    if (before && was !== now) {
      return [`--- ${name} (before)`, was ?? '(not there)', `+++ ${name} (after)`, now ?? '(not there)'];
    }
    // What is nothing to the study is left out.
    return reached.has(name) || !/\.(mjs|ts)$/.test(name) ? [`=== ${name}`, now!] : [];
  });
  return [...texts, ...[...links].map(([link, target]) => `${link} -> ${target}`)];
}
