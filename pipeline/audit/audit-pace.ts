import { secondsLeft } from '../run/time-left.js';
import type { ExecutedAgain } from './audit-events.js';

/** How far executing is, each step weighed by the seconds that its record says it took. */
export class AuditPace {
  readonly #started = performance.now();
  /** Name of a computation -> seconds. */
  readonly #weights: ReadonlyMap<string, number>;
  readonly #fractions = new Map<string, number>();
  readonly #running = new Set<string>();
  readonly #tell: (event: ExecutedAgain) => void;

  constructor(weights: ReadonlyMap<string, number>, tell: (event: ExecutedAgain) => void) {
    this.#weights = weights;
    this.#tell = tell;
  }

  progress(step: string, computation: string, fraction: number): void {
    this.#running.add(step);
    this.#fractions.set(computation, fraction);
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

  done(step: string, computation: string): void {
    this.#running.delete(step);
    this.#fractions.set(computation, 1);
  }
}
