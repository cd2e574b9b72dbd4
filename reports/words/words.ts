import type { Scoring } from '../../estimators/model-selection/scoring.js';
import { packageVersion } from '../../pipeline/code/packages/package-version.js';
import type { FileChange } from '../../pipeline/code/source-changes.js';
import type { Reason } from '../../pipeline/key/reasons.js';
import type { RunEvent } from '../../pipeline/run/events.js';
import { printable } from './printable.js';

/** A length of time in a few characters: `0.4 s`, `12 s`, `3 min 05 s`. */
export function duration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}

/** The beginning of a hash: enough to tell two apart. */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
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
      return codeText([reason.name], reason);
    case 'kernel':
      if (reason.before === null) return `kernel ${reason.name} added`;
      return `kernel ${reason.name} ${reason.now === null ? 'removed' : 'changed'}`;
    case 'package':
      return packageText(reason);
    case 'use':
      return `${reason.place} ${reason.before} -> ${reason.now}`;
    case 'load':
      return loadText(reason);
    case 'param':
      return `${reason.name} ${paramText(reason.before)} -> ${paramText(reason.now)}`;
    case 'input':
      return `input ${reason.name}${fromText(reason.from)} ${hashesText(reason)}`;
    case 'file':
      return `file ${reason.name} ${hashesText(reason)}`;
  }
}

/** The texts of reasons. Pieces of code in which the very same files changed share one. */
export function reasonTexts(reasons: readonly Reason[]): string[] {
  const shared = new Map<string, { readonly reason: CodeReason; readonly names: string[] }>();
  const parts = reasons.flatMap((reason): (() => string)[] => {
    if (reason.kind !== 'code' || !reason.files) return [() => reasonText(reason)];
    const changes = JSON.stringify(reason.files);
    const known = shared.get(changes);
    if (known) {
      known.names.push(reason.name);
      return [];
    }
    const names = [reason.name];
    shared.set(changes, { reason, names });
    return [() => codeText(names, reason)];
  });
  return parts.map((text) => text());
}

export function reasonsText(reasons: readonly Reason[]): string {
  return reasonTexts(reasons).join('; ');
}

function packageText({ name, before, now }: Extract<Reason, { readonly kind: 'package' }>): string {
  const [old, current] = [before, now].map((text) => (text === null ? 'none' : packageVersion(text)));
  if (old !== current)
    return `package ${name} ${old || 'without a version'} -> ${current || 'without a version'}`;
  return `package ${[name, current].filter((word) => word !== '').join(' ')}: other content of the same version`;
}

function loadText({ name, before, now }: Extract<Reason, { readonly kind: 'load' }>): string {
  if (before === null) return `it reaches ${name} now`;
  return now === null ? `it reaches ${name} no more` : `${name} changed`;
}

type CodeReason = Extract<Reason, { readonly kind: 'code' }>;

function codeText(names: readonly string[], { change, files }: CodeReason): string {
  const what = `code of ${names.join(', ')}`;
  if (change !== 'edited') return `${what} ${change}`;
  return files ? `${what}: ${files.map(fileText).join(', ')}` : what;
}

/** `estimators/svm/fit.ts (fitSvc, buildModel edited)` */
function fileText({ file, change, symbols }: FileChange): string {
  if (change !== 'edited') return `${file} ${change}`;
  const kinds = ['edited', 'added', 'removed'].flatMap((kind) => {
    const names = symbols.filter((symbol) => symbol.change === kind).map(({ name }) => name);
    return names.length > 0 ? [`${names.join(', ')} ${kind}`] : [];
  });
  return `${file} (${kinds.join('; ')})`;
}

function paramText(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}

function fromText(from: { readonly step: string; readonly output: string } | undefined): string {
  return from ? ` (${from.step}.${from.output})` : '';
}

function hashesText({
  before,
  now,
}: {
  readonly before: string | null;
  readonly now: string | null;
}): string {
  return `${hashText(before)} -> ${hashText(now)}`;
}

function hashText(hash: string | null): string {
  if (hash === null) return 'none';
  return hash === 'open' ? 'not known yet' : shortHash(hash);
}

/** What became of a tag, in a sentence. */
export function tagText({ run, tag, given, before }: Extract<RunEvent, { type: 'tag' }>): string {
  const kept = before === null ? '' : ` ${before} keeps it.`;
  if (!given) return printable(`Not tagged "${tag}": only a run that ends as done gets a tag.${kept}`);
  return printable(`Tagged "${tag}": ${run}${before === null ? '' : ` (it was ${before} before)`}`);
}

/** A count with its thousands apart: 13,460. (Intl would take longer to load than a no-op run takes.) */
export function thousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** How many percentage points an accuracy lies above another, both rounded to the hundredth: `+0.12`, `0.00`. */
export function pointsAbove(accuracy: number, other: number): string {
  const points = Math.round(accuracy * 10_000) - Math.round(other * 10_000);
  return points === 0 ? '0.00' : `${points > 0 ? '+' : '-'}${(Math.abs(points) / 100).toFixed(2)}`;
}

/** A share of one in percent: `98.25 %`. */
export function percent(share: number, digits = 2): string {
  return `${(share * 100).toFixed(digits)} %`;
}

/** A candidate's score, with the name of what it is unless that is an accuracy: `94.50 %`, `94.41 % f1_macro`. */
export function scoreText(score: number, scoring: Scoring = 'accuracy'): string {
  if (scoring === 'neg_log_loss') return `${score.toFixed(4)} ${scoring}`;
  return scoring === 'accuracy' ? percent(score) : `${percent(score)} ${scoring}`;
}

/** A size in millions of bytes: `54.9 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
