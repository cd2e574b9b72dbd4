import type { Hash } from '../../../cache/hash.js';
import type { Store } from '../../../cache/store.js';
import type { Classifier, FittedModel } from '../../../estimators/classifier.js';
import type { Dataset } from '../../../estimators/matrix.js';
import { Artifacts } from '../../../pipeline/artifacts.js';
import type { AnyOutput, Step, Study } from '../../../pipeline/study.js';

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

/** The models of a study and what they were trained on, as the newest runs left them. Values stay in memory. */
export class StudyModels {
  readonly #study: Study;
  readonly #artifacts = new Artifacts({ readArtifact: (hash) => this.#store?.readArtifact(hash, 'keep') });
  #store: Store | undefined;
  /** Holds the values, which `Artifacts` alone may let go. */
  #values: StudyValues = { models: [], train: undefined };

  constructor(study: Study) {
    this.#study = study;
  }

  /** Reads what is new since the last time. The store may be closed afterwards. */
  read(store: Store): StudyValues {
    this.#store = store;
    try {
      const { steps } = this.#study;
      const models = steps.filter(({ stage }) => stage.name === EVALUATE).map((step) => this.#model(step));
      const split = steps.find(({ stage }) => stage.name === SPLIT);
      const train = split && (this.#load({ step: split.id, name: 'train' }) as Dataset | undefined);
      this.#values = { models, train };
      return this.#values;
    } finally {
      this.#store = undefined;
    }
  }

  #model({ id, inputs, uses }: Step): StudyModel {
    const fitted = inputs['model']!;
    return {
      name: id.startsWith(`${EVALUATE}-`) ? id.slice(EVALUATE.length + 1) : id,
      step: fitted.step,
      classifier: uses['classifier'] as Classifier,
      model: this.#load(fitted) as FittedModel | undefined,
    };
  }

  /** A value that the newest run had; undefined if there is none, or if it is lost. */
  #load({ step, name }: Pick<AnyOutput, 'step' | 'name'>): unknown {
    const hash: Hash | undefined = this.#store?.latestRecord(this.#study.name, step)?.outputs[name];
    return hash && this.#artifacts.tryLoad(hash);
  }
}
