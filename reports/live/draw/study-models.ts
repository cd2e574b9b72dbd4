import type { Hash } from '../../../cache/hash.js';
import type { Store } from '../../../cache/store.js';
import type { Classifier, FittedModel } from '../../../estimators/classifier.js';
import type { Dataset } from '../../../estimators/matrix.js';
import { Artifacts } from '../../../pipeline/run/artifacts.js';
import type { AnyOutput, Step } from '../../../pipeline/study/step.js';
import type { Study } from '../../../pipeline/study/study.js';
import type { RecordOf } from '../standing-records.js';

/** A model that the study evaluates. */
export interface StudyModel {
  /** What the report calls it: `rf` where the step `evaluate-rf` evaluates it. */
  readonly name: string;
  /** The step that fits it. */
  readonly step: string;
  /** The classifier that the study hands to its evaluation. */
  readonly classifier: Classifier;
  /** Undefined while it is not fitted. */
  readonly model: FittedModel | undefined;
}

/** What there is to predict with. */
export interface StudyValues {
  readonly models: readonly StudyModel[];
  /** Undefined while the data is not split. */
  readonly train: Dataset | undefined;
}

const EVALUATE = 'evaluate';
const SPLIT = 'split';

/** The models of a study and what they were trained on, as records have them. Values stay in memory. */
export class StudyModels {
  readonly #study: Study;
  #values: ReadonlyMap<Hash, unknown> = new Map();

  constructor(study: Study) {
    this.#study = study;
  }

  /** The steps whose records have them. */
  steps(): string[] {
    const split = this.#split();
    return [...this.#evaluations().map(({ inputs }) => inputs['model']!.step), ...(split ? [split.id] : [])];
  }

  /** Reads what is new since the last time, and lets go of what is not current any more. */
  read(store: Store, recordOf: RecordOf): StudyValues {
    const artifacts = new Artifacts({ readArtifact: (hash) => store.readArtifact(hash, 'keep') });
    const values = new Map<Hash, unknown>();
    /** The value at an output; undefined if there is none, or if it is lost. */
    const load = ({ step, name }: Pick<AnyOutput, 'step' | 'name'>): unknown => {
      const hash = recordOf(step)?.outputs[name];
      const value = hash && (this.#values.get(hash) ?? artifacts.tryLoad(hash));
      if (hash && value !== undefined) values.set(hash, value);
      return value;
    };
    const models = this.#evaluations().map(({ id, inputs, uses }): StudyModel => {
      const fitted = inputs['model']!;
      return {
        name: id.startsWith(`${EVALUATE}-`) ? id.slice(EVALUATE.length + 1) : id,
        step: fitted.step,
        classifier: uses['classifier'] as Classifier,
        model: load(fitted) as FittedModel | undefined,
      };
    });
    const split = this.#split();
    const train = split && (load({ step: split.id, name: 'train' }) as Dataset | undefined);
    this.#values = values;
    return { models, train };
  }

  #evaluations(): Step[] {
    return this.#study.steps.filter(({ stage }) => stage.name === EVALUATE);
  }

  #split(): Step | undefined {
    return this.#study.steps.find(({ stage }) => stage.name === SPLIT);
  }
}
