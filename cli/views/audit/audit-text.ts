import type { ChainFault } from '../../../cache/store.js';
import type { AuditEvent } from '../../../pipeline/audit/audit-events.js';
import type { Verdict } from '../../../pipeline/audit/audit-verdict.js';
import { artifactFaultText, historyFaultTexts } from '../../../reports/text/audit-fault-text.js';
import { verdictText } from '../../../reports/text/audit-text.js';
import { waysOut } from '../../../reports/text/audit-ways-out.js';
import { doubtfulTexts } from '../../../reports/text/older-records-text.js';
import { duration, megabytes, thousands } from '../../../reports/words/words.js';
import { LiveLine } from '../../terminal/live-line.js';
import type { AuditView } from '../view.js';

/** Text: lines that stay, and on a terminal below them one that tells how far the audit is. */
export function auditText(): AuditView {
  const live = new LiveLine();
  const verdicts = new Map<string, Verdict>();
  let faults: readonly ChainFault[] = [];
  let width = 0;
  const print = (line: string) => live.print(line);
  return {
    show(event) {
      switch (event.type) {
        case 'audit-started':
          width = Math.max(...event.steps.map((step) => step.length));
          break;
        case 'progress':
          live.draw(progressText(event));
          break;
        case 'history':
          faults = event.faults;
          for (const line of historyLines(event)) print(line);
          break;
        case 'artifacts':
          for (const line of artifactLines(event)) print(line);
          break;
        case 'step': {
          verdicts.set(event.step, event.verdict);
          const { title, details } = verdictText(event.verdict);
          print(`${event.step.padEnd(width)}  ${duration(event.seconds).padStart(6)}  ${title}`);
          for (const detail of details) print(`    ${detail}`);
          break;
        }
        case 'older-records':
          for (const line of olderLines(event)) print(line);
          break;
        case 'audit-ended':
          live.close();
          for (const line of endLines(event, verdicts)) print(line);
          for (const line of waysOut(verdicts, faults, event)) print(line);
      }
    },
    close: () => live.close(),
  };
}

/** How far an audit is, or a check of hits. */
export function progressText({
  doing,
  fraction,
  secondsLeft,
  steps,
}: AuditEvent & { type: 'progress' }): string {
  const left = secondsLeft === null ? '' : `, ${duration(secondsLeft)} left`;
  const what = doing === 'reading' ? 'reading artifacts' : `executing ${steps.join(', ')}`;
  return `${what}: ${Math.floor(fraction * 100)} %${left}`;
}

function historyLines(event: AuditEvent & { type: 'history' }): string[] {
  const faults = historyFaultTexts(event);
  const { links, head, headFound, signatures } = event;
  const whole = signatures ? 'it is whole and signed' : 'it is whole';
  return [
    `history: ${thousands(links)} links, ${faults.length === 0 ? whole : 'it is not whole'}`,
    ...faults.map((fault) => `    ${fault}`),
    `    head ${head ?? 'none'}`,
    ...(headFound === false
      ? ['    the head that was asked for is not part of it: it was rewritten or cut']
      : []),
    ...(headFound ? ['    the head that was asked for is part of it'] : []),
  ];
}

function artifactLines({ artifacts, bytes, faults }: AuditEvent & { type: 'artifacts' }): string[] {
  const state =
    faults.length === 0 ? 'as they were written' : `${thousands(faults.length)} of them not as written`;
  return [
    `artifacts: ${thousands(artifacts)} (${megabytes(bytes)}), ${state}`,
    ...faults.map((fault) => `    ${artifactFaultText(fault)}`),
  ];
}

function olderLines({ records, doubtful }: AuditEvent & { type: 'older-records' }): string[] {
  const count = `older formats: ${thousands(records)} ${records === 1 ? 'record' : 'records'}, history now`;
  if (doubtful.length === 0) return [count];
  const named = doubtfulTexts(doubtful).map((text) => `    ${text}`);
  return [`${count}; not executed, and perhaps not their steps' own:`, ...named];
}

function endLines(
  { outcome, seconds }: AuditEvent & { type: 'audit-ended' },
  verdicts: ReadonlyMap<string, Verdict>,
): string[] {
  const all = [...verdicts.values()];
  const reproduced = all.filter(({ verdict }) => verdict === 'reproduced').length;
  const count = `${thousands(reproduced)} of ${thousands(all.length)} steps reproduced`;
  return [`${outcome}: ${count} in ${duration(seconds)}`];
}
