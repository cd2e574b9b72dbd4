import type { AuditEvent, NamedArtifactFault } from '../pipeline/audit-events.js';
import { printable } from './printable.js';
import { thousands } from './words.js';

export function artifactFaultText({ artifact, state, of }: NamedArtifactFault): string {
  const [first, ...others] = of.map(printable);
  const more = others.length > 0 ? ` and of ${others.length} more` : '';
  return `artifact ${artifact} is ${state}: ${first ? `${first}${more}` : 'no record leads to it'}`;
}

/** What is wrong with the history, a line each. Links without a signature are taken together. */
export function historyFaultTexts({ faults }: AuditEvent & { readonly type: 'history' }): string[] {
  const texts: string[] = [];
  const unsigned: number[] = [];
  for (const fault of faults) {
    switch (fault.kind) {
      case 'unsigned':
        unsigned.push(fault.index);
        break;
      case 'link':
        texts.push(`link ${fault.index} does not follow the one before it`);
        break;
      case 'wrongly-signed':
        texts.push(`link ${fault.index} is not signed with this key`);
        break;
      default: {
        const { step, run, tag, table, key } = fault;
        const subject = step ? ` of ${step}` : run ? ` of run ${run}` : tag ? ` ${tag}` : '';
        const what = { records: 'record', runs: 'header', 'run-steps': 'list of steps', tags: 'tag' }[table];
        const how = {
          'made-up': 'was made up: no run wrote it',
          edited: 'was edited',
          missing: 'was taken away',
        };
        texts.push(printable(`the ${what ?? table}${subject} ${how[fault.kind]} (key ${key})`));
      }
    }
  }
  if (unsigned.length > 0) {
    texts.push(`${thousands(unsigned.length)} links are not signed: ${ranges(unsigned)}`);
  }
  return texts;
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
