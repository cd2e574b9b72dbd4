import type { RunRecord, RunStep, StepRecord } from '../../cache/record.js';
import type { GridResult } from '../../estimators/model-selection/grid-result.js';
import type { ConfiguredStep } from '../../pipeline/study/configure.js';
import { model as modelType, tunedParams } from '../../stages/artifacts.js';
import type { PageSource } from './source.js';

/** What is known of how results were made. None of it is part of the report's content. */
export class Circumstances {
  readonly #steps: ReadonlyMap<string, ConfiguredStep>;
  readonly #records: ReadonlyMap<string, StepRecord>;
  readonly #report: ConfiguredStep | undefined;
  /** The newest run that had this very report, if one is kept. */
  readonly run: RunRecord | undefined;

  constructor({ steps, records, report, store }: PageSource) {
    this.#steps = new Map(steps.map((step) => [step.id, step]));
    this.#records = records;
    this.#report = this.#steps.get(report);
    const key = records.get(report)?.key;
    this.run = key && store.runs().find((run) => run.steps.some((entry) => entry.key === key));
  }

  recordOf(step: string): StepRecord | undefined {
    return this.#records.get(step);
  }

  /** What became of a step in the run; undefined if it was no part of it, or had another result there. */
  outcomeOf(step: string): RunStep['outcome'] | undefined {
    const entry = this.run?.steps.findLast((one) => one.step === step);
    return entry && entry.key === this.#records.get(step)?.key ? entry.outcome : undefined;
  }

  /** The step that fitted a model, by the model's name. */
  fitOf(model: string): ConfiguredStep | undefined {
    return this.#wired(`models.${model}`);
  }

  /**
   * The params that a model was fitted with. Tuned ones come from a grid search and stand in for the step's own.
   * @param grids what each grid search found, by its step.
   */
  fitParams(model: string, grids: Readonly<Record<string, GridResult>>): Readonly<Record<string, unknown>> {
    const step = this.fitOf(model);
    if (!step) return {};
    const tuned = Object.values(step.inputs)
      .filter(({ type }) => type.name === tunedParams.name)
      .map(({ step: search }) => grids[search]?.bestParams ?? {});
    return Object.assign({}, step.checkedParams, ...tuned);
  }

  /** Seconds that fitting a model took, the members of a vote included; null if they are not recorded. */
  fitSeconds(model: string): number | null {
    const step = this.fitOf(model);
    return step ? this.#secondsWithMembers(step) : null;
  }

  /** Seconds that predicting and scoring the test samples took; null if they are not recorded. */
  predictSeconds(model: string): number | null {
    const step = this.#wired(`scores.${model}`);
    return this.#records.get(step?.id ?? '')?.circumstances.seconds ?? null;
  }

  #secondsWithMembers(step: ConfiguredStep): number | null {
    let sum = this.#records.get(step.id)?.circumstances.seconds ?? null;
    for (const { type, step: id } of Object.values(step.inputs)) {
      const member = type.name === modelType.name ? this.#steps.get(id) : undefined;
      if (!member) continue;
      const seconds = this.#secondsWithMembers(member);
      sum = sum === null || seconds === null ? null : sum + seconds;
    }
    return sum;
  }

  #wired(input: string): ConfiguredStep | undefined {
    const output = this.#report?.inputs[input];
    return output && this.#steps.get(output.step);
  }
}
