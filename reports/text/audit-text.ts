import type {
  EnvironmentChange,
  OlderRecord,
  OutputDifference,
  Verdict,
} from '../../pipeline/audit/audit-verdict.js';
import type { ValueDifference } from '../../pipeline/audit/compare-values.js';
import { FIRST_WHOLE_FORMAT } from '../../pipeline/key/key.js';
import { printable } from '../words/printable.js';
import { reasonsText, thousands } from '../words/words.js';

const SHOWN_DIFFERENCES = 8;

/** A verdict in a few words, and in further lines what there is to be said about it. */
export function verdictText(verdict: Verdict): {
  readonly title: string;
  readonly details: readonly string[];
} {
  switch (verdict.verdict) {
    case 'reproduced': {
      const { record, elsewhere, older } = verdict;
      const blessed = record.blessed ? [`the blessing of ${record.blessed.from.slice(0, 12)} holds`] : [];
      const on = elsewhere.length > 0 ? [`on another ${elsewhere.map(environmentText).join(', ')}`] : [];
      const anew = older ? [`of format ${older.format}, so the next run makes it anew`] : [];
      return { title: ['reproduced', ...blessed, ...on, ...anew].join(', '), details: [] };
    }
    case 'differs': {
      const { elsewhere, outputs, record, older } = verdict;
      const on = elsewhere.map((change) => `recorded on another ${environmentText(change)}`);
      const blessed = record.blessed ? ['it was blessed, not run: the blessing does not hold'] : [];
      const doubts = older ? olderTexts(older) : [];
      return { title: 'differs', details: [...blessed, ...doubts, ...outputs.flatMap(outputText), ...on] };
    }
    case 'input-missing':
      return {
        title: 'an input is missing',
        details: verdict.inputs.map(
          ({ input, artifact, state }) => `${printable(input)}: artifact ${artifact} is ${state}`,
        ),
      };
    case 'code-changed':
      return {
        title: 'not executed: the code is another',
        details: [reasonsText(verdict.changes)].map(printable),
      };
    case 'altered':
      return {
        title: 'its record is false: its key was made of other parts',
        details: [`the record says: ${reasonsText(verdict.changes)}`].map(printable),
      };
    case 'failed':
      return { title: `failed: ${printable(verdict.message)}`, details: [] };
    case 'no-result':
      return noResultText(verdict);
  }
}

/** What may be behind a difference from a record of an older format. */
function olderTexts({ format, madeBy }: OlderRecord): string[] {
  if (format >= FIRST_WHOLE_FORMAT) return [`its record is of format ${format}: its code may be another now`];
  const madeElsewhere =
    madeBy === null ? [] : [printable(`${madeBy} made it, and a run took it over as a hit`)];
  return [
    ...madeElsewhere,
    `its record is of format ${format}, whose key could miss what changes a result: this may never have been the step's own, or its code is another now`,
  ];
}

function noResultText(verdict: Verdict & { readonly verdict: 'no-result' }): {
  readonly title: string;
  readonly details: readonly string[];
} {
  switch (verdict.because) {
    case 'unknown-inputs':
      return { title: `no result, as ${verdict.before} has none to start from`, details: [] };
    case 'not-kept':
      return { title: 'its result is not kept any more', details: [] };
    case 'never-ran':
      return { title: 'no result: it never ran with these params', details: [] };
    case 'other-files':
      return {
        title: 'no result: what it has was made of other data',
        details: [reasonsText(verdict.changes)].map(printable),
      };
  }
}

function environmentText({ name, before, now }: EnvironmentChange): string {
  if (name === 'threads') return `number of threads (${before}, now ${now})`;
  const title = { node: 'Node', v8: 'V8', platform: 'platform', cpu: 'processor' }[name];
  return `${title} (${printable(String(before))}, now ${now})`;
}

function outputText({ output, before, now, distance }: OutputDifference): string[] {
  const name = printable(output);
  if (before === null) return [`${name}: the record does not have it`];
  if (now === null) return [`${name}: the record has it, the stage does not give it`];
  if (!distance)
    return [`${name}: ${before.slice(0, 12)} was recorded, but is not there to be compared with`];
  const { bytesBefore, bytesNow, differingBytes, differences, total } = distance;
  const size = bytesBefore === bytesNow ? '' : ` (of ${thousands(bytesBefore)} bytes in the record)`;
  const shown = differences
    .slice(0, SHOWN_DIFFERENCES)
    .map((difference) => `  ${differenceText(difference)}`);
  const more = total > shown.length ? [`  and ${thousands(total - shown.length)} more places`] : [];
  const bytes = `${thousands(differingBytes)} of ${thousands(bytesNow)} bytes differ${size}`;
  return [`${name}: ${bytes}`, ...shown, ...more];
}

function differenceText(difference: ValueDifference): string {
  const path = printable(difference.path || 'value');
  switch (difference.kind) {
    case 'array': {
      const { differing, length, largest } = difference;
      const share = ((differing / length) * 100).toPrecision(3);
      return `${path}: ${thousands(differing)} of ${thousands(length)} elements (${share} %), by ${largest} at most`;
    }
    case 'value':
      return `${path}: ${valueText(difference.before)} was recorded, now ${valueText(difference.now)}`;
    case 'shape':
      return `${path}: ${difference.before} was recorded, now ${difference.now}`;
  }
}

/** JSON, but for the numbers that it lacks. */
function valueText(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  return printable(JSON.stringify(value));
}
