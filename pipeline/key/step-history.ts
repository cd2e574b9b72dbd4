import type { Key } from '../../cache/hash.js';
import type { StepRecord } from '../../cache/record.js';
import type { PlacedStep } from '../study/step.js';
import { type KnownParts, knownDifferences } from './known-parts.js';
import type { Reason } from './reasons.js';
import type { Session } from './session.js';

/**
 * Which record a step that is no hit is held against: its last record, so to speak. What is kept is read once, when it
 * is first needed, so a history is made for one command, run or request. A run with nothing to do needs none of it.
 */
export class StepHistory {
  readonly #study: string;
  readonly #store: Session['store'];
  #records: readonly StepRecord[] | undefined;
  #byName: ReadonlyMap<string, readonly StepRecord[]> | undefined;
  #byQuestion: ReadonlyMap<string, readonly StepRecord[]> | undefined;
  #foreign: ReadonlySet<Key> | undefined;

  constructor({ study, store }: Pick<Session, 'study' | 'store'>) {
    this.#study = study;
    this.#store = store;
  }

  /** All records that are kept, of whatever step. */
  records(): readonly StepRecord[] {
    this.#records ??= this.#store.records();
    return this.#records;
  }

  /**
   * The record that differs least from what is known of a step's parts (`Distance`); among equals the one that a run
   * used last, then the newest. It is one that the step made, or had last, or that another step of the study made of
   * the very same question: keys do not say whose results they are of, so that would be a hit, but for its code.
   * Undefined if the step never had any, or none is kept.
   */
  nearest(step: PlacedStep, known: Partial<KnownParts>): StepRecord | undefined {
    const latestKey = this.#store.latestKey(this.#study, step.id);
    if (latestKey === undefined) return undefined;
    const latest = this.#store.findRecord(latestKey);
    const distanceOf = (record: StepRecord) => distance(knownDifferences(record.parts, known, step.inputs));
    // Mostly some code was edited since the last run: that nothing is nearer is known without a look at the others.
    const isOpen = Object.keys(known.open ?? {}).length > 0;
    if (latest && compare(distanceOf(latest), isOpen ? ONE_EDIT : TWO_EDITS) < 0) return latest;
    this.#byName ??= grouped(this.records(), ({ step: name }) => name);
    this.#byQuestion ??= grouped(this.records(), ({ stage, parts }) => question(stage, parts));
    const made = this.#byName.get(step.id) ?? [];
    const sameAsked = this.#byQuestion.get(question(step.stage.name, known)) ?? [];
    const newestFirst = [...made, ...sameAsked].sort((first, second) => madeAt(second) - madeAt(first));
    return [...(latest ? [latest] : []), ...newestFirst]
      .map((record) => ({ record, distance: distanceOf(record) }))
      .sort((first, second) => compare(first.distance, second.distance))
      .map(({ record }) => record)
      .find((record) => record === latest || !this.#isForeign(record));
  }

  /** Whether runs of other studies alone used it. */
  #isForeign({ key }: StepRecord): boolean {
    this.#foreign ??= this.#foreignKeys();
    return this.#foreign.has(key);
  }

  #foreignKeys(): ReadonlySet<Key> {
    const foreign = new Set<Key>();
    const own = new Set<Key>();
    for (const { study, steps } of this.#store.runs()) {
      for (const { key } of steps) if (key !== undefined) (study === this.#study ? own : foreign).add(key);
    }
    for (const key of own) foreign.delete(key);
    return foreign;
  }
}

/**
 * In how many ways a step differs from a record, what weighs most first.
 *
 * Params, then inputs and files, say what is asked, and format and code how it is answered. An answer to the same
 * question is nearer than any other, however much code was edited since: a run with another param in between does not
 * change what a study is held against, and what `bless` may take, which differs in code alone, is always found. Records
 * of another format tell less of their code, so that weighs more than edits do.
 */
type Distance = readonly [params: number, data: number, format: number, code: number];

const ONE_EDIT: Distance = [0, 0, 0, 1];
const TWO_EDITS: Distance = [0, 0, 0, 2];

function distance(reasons: readonly Reason[]): Distance {
  const count = (...kinds: readonly Reason['kind'][]) =>
    reasons.filter(({ kind }) => kinds.includes(kind)).length;
  const [params, data, format] = [count('param'), count('input', 'file'), count('format')];
  return [params, data, format, reasons.length - params - data - format];
}

/** Below 0 if the first is nearer, above if the second is. */
function compare(first: Distance, second: Distance): number {
  return first.map((count, index) => count - second[index]!).find((difference) => difference !== 0) ?? 0;
}

/** A text for what is asked of a stage; what is not known makes a text that no record has. */
function question(stage: string, { params, inputs, files }: Partial<KnownParts>): string {
  return JSON.stringify([stage, params, inputs, files]);
}

function grouped(
  records: readonly StepRecord[],
  nameOf: (record: StepRecord) => string,
): ReadonlyMap<string, readonly StepRecord[]> {
  const byName = new Map<string, StepRecord[]>();
  for (const record of records) {
    const name = nameOf(record);
    const others = byName.get(name);
    if (others) others.push(record);
    else byName.set(name, [record]);
  }
  return byName;
}

/** When there was such a record, in ms since the epoch. */
function madeAt({ blessed, circumstances }: StepRecord): number {
  return Date.parse(blessed?.at ?? circumstances.startedAt);
}
