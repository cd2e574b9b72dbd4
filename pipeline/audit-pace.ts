import type { Key } from '../cache/hash.js';
import type { StepRecord } from '../cache/record.js';
import type { AuditEvent } from './audit-events.js';
import { secondsLeft } from './time-left.js';

/** How far executing is, each step weighed by the seconds that its record says it took. */
export class AuditPace {
  readonly #started = performance.now();
  readonly #weights: ReadonlyMap<Key, number>;
  readonly #fractions = new Map<Key, number>();
  readonly #running = new Set<string>();
  readonly #tell: (event: AuditEvent) => void;

  constructor(records: readonly StepRecord[], tell: (event: AuditEvent) => void) {
    this.#weights = new Map(records.map(({ key, circumstances }) => [key, circumstances.seconds]));
    this.#tell = tell;
  }

  progress(step: string, key: Key, fraction: number): void {
    this.#running.add(step);
    this.#fractions.set(key, fraction);
    let whole = 0;
    let done = 0;
    for (const [each, seconds] of this.#weights) {
      whole += seconds;
      done += seconds * (this.#fractions.get(each) ?? 0);
    }
    const share = whole > 0 ? done / whole : 0;
    const left = secondsLeft(share, (performance.now() - this.#started) / 1000);
    const steps = [...this.#running];
    this.#tell({ type: 'progress', doing: 'executing', fraction: share, secondsLeft: left, steps });
  }

  done(step: string, key: Key): void {
    this.#running.delete(step);
    this.#fractions.set(key, 1);
  }
}
