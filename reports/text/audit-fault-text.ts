import type { ChainFault } from '../../cache/store.js';
import type { AuditEvent, NamedArtifactFault } from '../../pipeline/audit/audit-events.js';
import { printable } from '../words/printable.js';
import { thousands } from '../words/words.js';

export function artifactFaultText({ artifact, state, of }: NamedArtifactFault): string {
  const [first, ...others] = of.map(printable);
  const more = others.length > 0 ? ` and of ${others.length} more` : '';
  return `artifact ${artifact} is ${state}: ${first ? `${first}${more}` : 'no record leads to it'}`;
}

/** What is wrong with the history, a line each. Links without the right signature are taken together. */
export function historyFaultTexts({ faults }: AuditEvent & { readonly type: 'history' }): string[] {
  const linksOf = (wanted: ChainFault['kind']) =>
    faults.flatMap((fault) => (fault.kind === wanted && 'index' in fault ? fault.index : []));
  return [
    ...faults.flatMap((fault) => ('table' in fault ? entryFaultText(fault) : [])),
    ...linkTexts(linksOf('link'), 'damaged, or does not follow the one before it'),
    ...linkTexts(linksOf('unsigned'), 'not signed'),
    ...linkTexts(linksOf('wrongly-signed'), 'not signed with this key'),
  ];
}

const TITLES: Readonly<Record<string, string>> = {
  records: 'record',
  runs: 'header',
  'run-steps': 'list of steps',
  tags: 'tag',
};
const DEEDS = {
  'made-up': 'was made up: no run wrote it',
  edited: 'was edited',
  missing: 'was taken away',
} as const;

function entryFaultText({
  kind,
  table,
  key,
  step,
  run,
  tag,
}: Extract<ChainFault, { readonly table: string }>): string {
  const subject = step ? ` of ${step}` : run ? ` of run ${run}` : tag ? ` ${tag}` : '';
  return printable(`the ${TITLES[table] ?? table}${subject} ${DEEDS[kind]} (key ${key})`);
}

function linkTexts(links: readonly number[], state: string): string[] {
  if (links.length === 0) return [];
  return [`${links.length === 1 ? 'link' : `${thousands(links.length)} links:`} ${ranges(links)}: ${state}`];
}

/** `0 to 3, 7`, given ascending numbers. */
function ranges(numbers: readonly number[]): string {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const last = found.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else found.push([number, number]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from} to ${to}`)).join(', ');
}
