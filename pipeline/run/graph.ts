import {
  asapScheduler,
  BehaviorSubject,
  combineLatest,
  distinctUntilChanged,
  from,
  map,
  mergeMap,
  Observable,
  observeOn,
  of,
  shareReplay,
  startWith,
  switchMap,
  takeWhile,
} from 'rxjs';
import type { Step } from '../study/step.js';
import { isSettled, type SettledState, type StepState } from './events.js';

/** The steps before turned out to have lost these steps' results, though they were hits: they must run again. */
export interface InputsLost {
  readonly state: 'inputs-lost';
  readonly steps: readonly string[];
}

/**
 * Looks a step up or runs it, given how the steps before it settled (all well), and tells of its states.
 * `signal` aborts when something before it changed again: what it does is stale then.
 */
export type Execute<S extends Step> = (
  step: S,
  before: ReadonlyMap<string, SettledState>,
  tell: (state: StepState) => void,
  signal: AbortSignal,
) => Promise<SettledState | InputsLost>;

/**
 * The states of all steps as they happen, until every step is settled.
 *
 * Each step is an observable: the latest states of the steps before it, switched into looking it up or
 * running it, shared and replayed to those after it. So whatever changes upstream, at any time, cancels the
 * stale work below and starts it anew.
 */
export function runGraph<S extends Step>(
  steps: readonly S[],
  execute: Execute<S>,
): Observable<{ readonly step: string; readonly state: StepState }> {
  const states = new Map<string, Observable<StepState>>();
  const again = new Map(steps.map(({ id }) => [id, new BehaviorSubject<void>(undefined)]));

  for (const step of steps) {
    const before = [...new Set(Object.values(step.inputs).map((output) => output.step))];
    const settled = before.map((id) => settledStates(states.get(id)!));
    const all = settled.length > 0 ? combineLatest(settled) : of([]);
    const state = combineLatest([all, again.get(step.id)!]).pipe(
      switchMap(([upstream]) => {
        if (upstream.includes(undefined)) return of<StepState>({ state: 'waiting' });
        const bad = before.find((_, index) => !['hit', 'ran'].includes(upstream[index]!.state));
        // Off the stack: a long chain of skipped steps must not recurse.
        if (bad) return of<StepState>({ state: 'skipped', because: bad }).pipe(observeOn(asapScheduler));
        const byId = new Map(before.map((id, index) => [id, upstream[index]!]));
        return execution(step, byId, execute, (id) => again.get(id)?.next());
      }),
      startWith<StepState>({ state: 'waiting' }),
      shareReplay({ bufferSize: 1, refCount: true }),
    );
    states.set(step.id, state);
  }

  const open = new Set(steps.map(({ id }) => id));
  // Subscribing in the steps' order keeps the stack flat: everything before a step is running already.
  return from(states).pipe(
    mergeMap(([step, state]) => state.pipe(map((latest) => ({ step, state: latest })))),
    takeWhile(({ step, state }) => {
      if (isSettled(state)) open.delete(step);
      else open.add(step);
      return open.size > 0;
    }, true),
  );
}

/** A step's settled states, and undefined whenever it is not settled. */
function settledStates(states: Observable<StepState>): Observable<SettledState | undefined> {
  return states.pipe(
    map((state) => (isSettled(state) ? state : undefined)),
    distinctUntilChanged(),
  );
}

function execution<S extends Step>(
  step: S,
  before: ReadonlyMap<string, SettledState>,
  execute: Execute<S>,
  runAgain: (step: string) => void,
): Observable<StepState> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    let hasEnded = false;
    const tell = (state: StepState) => {
      if (!controller.signal.aborted) subscriber.next(state);
    };
    execute(step, before, tell, controller.signal).then(
      (end) => {
        if (controller.signal.aborted) return;
        hasEnded = true;
        if (end.state !== 'inputs-lost') subscriber.next(end);
        else for (const id of end.steps) runAgain(id);
      },
      (error) => subscriber.error(error),
    );
    // An abort makes an error with a stack, which is not cheap, and most executions end by themselves.
    return () => {
      if (!hasEnded) controller.abort();
    };
  });
}
