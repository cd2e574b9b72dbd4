import type { RunEvent } from '../pipeline/events.js';
import type { Reason } from '../pipeline/reasons.js';

/** A length of time in a few characters: `0.4 s`, `12 s`, `3 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** Why a step runs, in a few words. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'first-time':
      return 'never ran before';
    case 'forced':
      return 'forced';
    case 'result-lost':
      return 'its result is not kept any more';
    case 'format':
      return `format ${reason.before} -> ${reason.now}`;
    case 'code':
      return reason.change === 'edited'
        ? `code of ${reason.name}`
        : `code of ${reason.name} ${reason.change}`;
    case 'package':
      return `package ${reason.name} ${reason.before} -> ${reason.now}`;
    case 'param':
      return `${reason.name} ${JSON.stringify(reason.before)} -> ${JSON.stringify(reason.now)}`;
    case 'input':
      return `input ${reason.name}`;
    case 'file':
      return `file ${reason.name}`;
  }
}

export function reasonsText(reasons: readonly Reason[]): string {
  return reasons.map(reasonText).join('; ');
}

/** What became of a tag, in a sentence. */
export function tagText({ run, tag, given, before }: Extract<RunEvent, { type: 'tag' }>): string {
  const kept = before === null ? '' : ` ${before} keeps it.`;
  if (!given) return `Not tagged "${tag}": only a run that ends as done gets a tag.${kept}`;
  return `Tagged "${tag}": ${run}${before === null ? '' : ` (it was ${before} before)`}`;
}

/** A count with its thousands apart: 13,460. (Intl would take longer to load than a no-op run takes.) */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
