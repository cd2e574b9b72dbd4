import type { PlannedStep } from './plan.js';

/** What a plan comes to. Seconds are those of the steps' last records, one after the other. */
export interface PlanTotal {
  readonly hit: number;
  readonly run: number;
  readonly mayRun: number;
  /** Of the steps that run for certain. */
  readonly seconds: number;
  /** With those that may be cut off. */
  readonly atMostSeconds: number;
  /** Steps that run, or may, and never did: they are not in the seconds. */
  readonly unknown: readonly string[];
}

/** Adds up what a plan says of its steps. */
export function planTotal(planned: readonly PlannedStep[]): PlanTotal {
  const run = planned.filter(({ action }) => action === 'run');
  const mayRun = planned.filter(({ action }) => action === 'may-run');
  const sum = (steps: readonly PlannedStep[]) =>
    steps.reduce((total, { lastSeconds = 0 }) => total + lastSeconds, 0);
  const unknown = [...run, ...mayRun].filter(({ lastSeconds }) => lastSeconds === undefined);
  return {
    hit: planned.length - run.length - mayRun.length,
    run: run.length,
    mayRun: mayRun.length,
    seconds: sum(run),
    atMostSeconds: sum([...run, ...mayRun]),
    unknown: unknown.map(({ step }) => step),
  };
}
