import { batch, computed, effect, type Signal, signal } from '@preact/signals';
import type {
  FigureView,
  LiveEvent,
  Overrides,
  ParamProblem,
  PlanContent,
  PlannedView,
  RunView,
  StepView,
  StudyContent,
} from '../../wire.js';
import { get, post, Refused } from './api.js';
import { type Display, displayOf } from './display.js';
import { sameJson } from './field-value.js';

// What the page knows. Components read these signals, and are drawn anew when one that they read changes.

export const study = signal<StudyContent | undefined>(undefined);
export const connected = signal(false);
/** The run that is going on, or the last one, but for the states of its steps. */
export const run = signal<Omit<RunView, 'states'> | null>(null);
/** The state of each step in it, each a signal: what is told of one step draws that step only. */
const states = new Map<string, Signal<StepView | undefined>>();
/** When what is known of the run arrived, by this browser's clock. */
export const runAt = signal(0);
/** What the page takes the time for, by the same clock: it goes on as news comes, so that both are drawn at once. */
export const clock = signal(performance.now());
export const overrides = signal<Overrides>({});
export const plan = signal<readonly PlannedView[]>([]);
export const planTotal = signal('');
export const problems = signal<readonly ParamProblem[]>([]);
/** Key of a record -> what it came to. */
export const figures = signal<Readonly<Record<string, FigureView>>>({});
/** What could not be done, in a sentence. */
export const trouble = signal<string | undefined>(undefined);

export const busy = computed(() => run.value !== null && run.value.end === null);
const isAsRun = computed(() => sameJson(run.value?.overrides ?? {}, overrides.value));
const plannedByStep = computed(() => new Map(plan.value.map((planned) => [planned.step, planned])));

export function plannedOf(step: string): PlannedView | undefined {
  return plannedByStep.value.get(step);
}

export function display(step: string): Display {
  return displayOf(stateSignal(step).value, run.value, plannedOf(step), isAsRun.value);
}

/** The states of the run's steps as they are, for what is drawn by the clock and not by each of them. */
export function runStates(): Map<string, StepView> {
  const steps = run.value?.steps ?? [];
  return new Map(steps.map((step) => [step, stateSignal(step).peek() ?? { state: 'waiting' }]));
}

function stateSignal(step: string): Signal<StepView | undefined> {
  const known = states.get(step) ?? signal<StepView | undefined>(undefined);
  states.set(step, known);
  return known;
}

/** Does something that may fail, and says so on the page if it does. */
export async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    trouble.value = undefined;
  } catch (error) {
    trouble.value = error instanceof Error ? error.message : String(error);
  }
}

/** What to ask the server for as soon as somebody looks at the page. */
const toAsk = new Set<() => void>();
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  for (const ask of toAsk) ask();
  toAsk.clear();
});

function whenSeen(ask: () => void): void {
  if (document.hidden) toAsk.add(ask);
  else ask();
}

export function onEvent(event: LiveEvent): void {
  clock.value = performance.now();
  if (event.type === 'step') {
    if (run.value) stateSignal(event.step).value = event.view;
    return;
  }
  const before = run.value;
  batch(() => {
    const now = event.run?.states ?? {};
    for (const step of new Set([...states.keys(), ...Object.keys(now)])) stateSignal(step).value = now[step];
    run.value = event.run;
    runAt.value = performance.now();
  });
  // What has ended changed what there is: the plan from before says nothing any more.
  if (event.run?.end) {
    plan.value = [];
    planTotal.value = '';
    whenSeen(refresh);
  } else if (event.run?.number !== before?.number) {
    // Params may have been edited before it began.
    whenSeen(reloadStudy);
  }
}

export function onConnected(now: boolean): void {
  connected.value = now;
  if (now) {
    void attempt(async () => {
      await loadStudy();
      refresh();
    });
  }
}

function reloadStudy(): void {
  void attempt(loadStudy);
}

async function loadStudy(): Promise<void> {
  const content = await get<StudyContent>('/api/study');
  if (!study.value) overrides.value = storedOverrides(content);
  study.value = content;
}

let planning = 0;

/** Asks what a run would do as things are. */
export function refresh(): void {
  if (!study.value) return;
  const asked = ++planning;
  void attempt(async () => {
    const answer = await post<PlanContent>('/api/plan', { overrides: overrides.value });
    if (asked !== planning) return;
    problems.value = 'problems' in answer ? answer.problems : [];
    if ('problems' in answer) return;
    plan.value = answer.steps;
    planTotal.value = answer.total;
  });
}

/** Changes a param for the next run; a value that it has anyway is no change. */
export function setParam(step: string, name: string, value: unknown): void {
  const field = study.value?.steps.find(({ id }) => id === step)?.fields.find((one) => one.name === name);
  const { [name]: _, ...others } = overrides.value[step] ?? {};
  changeParams(step, field && sameJson(field.value, value) ? others : { ...others, [name]: value });
}

export function resetParam(step: string, name: string): void {
  const { [name]: _, ...others } = overrides.value[step] ?? {};
  changeParams(step, others);
}

export function resetAll(): void {
  changeOverrides({});
}

function changeParams(step: string, params: Readonly<Record<string, unknown>>): void {
  const { [step]: _, ...others } = overrides.value;
  changeOverrides(Object.keys(params).length > 0 ? { ...others, [step]: params } : others);
}

function changeOverrides(changed: Overrides): void {
  overrides.value = changed;
  if (study.value) localStorage.setItem(storageName(study.value.name), JSON.stringify(changed));
  refresh();
}

export async function startRun(): Promise<void> {
  await attempt(async () => {
    try {
      await post('/api/run', { overrides: overrides.value });
    } catch (error) {
      if (!(error instanceof Refused) || !hasProblems(error.body)) throw error;
      problems.value = error.body.problems;
    }
  });
}

export async function cancelRun(): Promise<void> {
  await attempt(() => post('/api/cancel', {}));
}

function hasProblems(body: unknown): body is { problems: readonly ParamProblem[] } {
  return typeof body === 'object' && body !== null && 'problems' in body;
}

/** Changes that were made and not undone, in this browser; else those of the run that is shown. */
function storedOverrides(content: StudyContent): Overrides {
  const stored: unknown = JSON.parse(localStorage.getItem(storageName(content.name)) ?? 'null');
  return isOverrides(stored, content) ? stored : (run.value?.overrides ?? {});
}

function isOverrides(value: unknown, { steps }: StudyContent): value is Overrides {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(
      ([step, params]) =>
        typeof params === 'object' && params !== null && steps.some(({ id }) => id === step),
    )
  );
}

function storageName(study: string): string {
  return `restudy-overrides-${study}`;
}

/** Keys whose figures were asked for, or will be. */
const asked = new Set<string>();
const wanted = new Set<string>();

// Figures are asked for as soon as a step has a record, each once.
effect(() => {
  const keys = (study.value?.steps ?? [])
    .filter(({ hasFigures }) => hasFigures)
    .flatMap(({ id }) => {
      const { look, key } = display(id);
      return key !== undefined && (look === 'hit' || look === 'ran') && !asked.has(key) ? [key] : [];
    });
  if (keys.length === 0) return;
  for (const key of keys) {
    asked.add(key);
    wanted.add(key);
  }
  whenSeen(askFigures);
});

function askFigures(): void {
  const keys = [...wanted];
  wanted.clear();
  void attempt(async () => {
    const found = await get<Readonly<Record<string, FigureView>>>(`/api/figures?keys=${keys.join(',')}`);
    figures.value = { ...figures.peek(), ...found };
  });
}
