import type { RunEvent, StepState } from '../../../pipeline/run/events.js';

const WAITING: StepState = { state: 'waiting' };

/** The latest state of each step of a run, gathered from its events. */
export class RunStates {
  /** In an order they can run in. */
  readonly names: readonly string[];
  readonly #states = new Map<string, StepState>();

  constructor(names: readonly string[]) {
    this.names = names;
  }

  add(event: RunEvent): void {
    if (event.type === 'step') this.#states.set(event.step, event.state);
  }

  readonly of = (step: string): StepState => this.#states.get(step) ?? WAITING;

  /** The steps that are in this state, in their order. */
  steps<Name extends StepState['state']>(name: Name): { step: string; state: StepState & { state: Name } }[] {
    return this.names.flatMap((step) => {
      const state = this.of(step);
      return state.state === name ? [{ step, state: state as StepState & { state: Name } }] : [];
    });
  }
}
