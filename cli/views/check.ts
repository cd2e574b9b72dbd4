import type { ExecutedAgain } from '../../pipeline/audit/audit-events.js';
import type { Verdict } from '../../pipeline/audit/audit-verdict.js';
import { verdictText } from '../../reports/text/audit-text.js';
import { waysOut } from '../../reports/text/audit-ways-out.js';
import { printable } from '../../reports/words/printable.js';
import { thousands } from '../../reports/words/words.js';
import { LiveLine } from '../terminal/live-line.js';
import { writeLine } from '../terminal/output.js';
import { withoutRecord } from './audit/audit-json.js';
import { progressText } from './audit/audit-text.js';

/** A way to show a check of a run's hits. */
export interface CheckView {
  readonly show: (event: ExecutedAgain) => void;
  /** All are through, or it was interrupted. */
  end(): void;
}

/** A `checked-step` a line, or text: a line for each step, below them what it comes to. */
export function checkView(json: boolean, hits: number): CheckView {
  return json ? { show: printJson, end() {} } : textView(hits);
}

function printJson(event: ExecutedAgain): void {
  if (event.type !== 'step') return;
  const { step, seconds, verdict } = event;
  writeLine({ type: 'checked-step', step, seconds, ...withoutRecord(verdict) });
}

function textView(hits: number): CheckView {
  const live = new LiveLine();
  const verdicts = new Map<string, Verdict>();
  live.print('');
  return {
    show(event) {
      if (event.type === 'progress') return live.draw(progressText(event));
      verdicts.set(event.step, event.verdict);
      for (const line of stepLines(event.step, event.verdict)) live.print(line);
    },
    end() {
      live.close();
      if (hits === 0) return live.print('Nothing was a hit, so there was nothing to check.');
      const found = [...verdicts.values()].map(({ verdict }) => verdict);
      const same = found.filter((verdict) => verdict === 'reproduced').length;
      live.print(`${same} of ${found.length} checked gave the same bytes (of ${thousands(hits)} hits)`);
      const damage = found.includes('input-missing') ? 'kept' : 'none';
      for (const line of waysOut(verdicts, [], { damage, deleted: [] })) live.print(line);
    },
  };
}

function stepLines(step: string, verdict: Verdict): string[] {
  const name = printable(step);
  if (verdict.verdict === 'reproduced') return [`${name}: checked, the same bytes`];
  const { title, details } = verdictText(verdict);
  if (verdict.verdict !== 'differs') return [`${name}: not checked: ${[title, ...details].join('; ')}`];
  const [first = title, ...others] = details;
  return [`${name}: WRONG: ${first}`, ...others.map((detail) => `    ${detail}`)];
}
