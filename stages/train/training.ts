import type { FittedModel } from '../../estimators/classifier.js';
import type { Work } from '../../estimators/compute/work.js';
import type { Dataset } from '../../estimators/matrix.js';
import { optional, type StageCall } from '../../pipeline/study/stage.js';
import { dataset, model, tunedParams } from '../artifacts.js';
import { firstSamples } from '../train-on.js';
import { workOf } from '../work.js';

/** What stages that train take and give. Tuned params, where wired in, replace the step's own. */
export const trainingPorts = {
  inputs: { train: dataset, tuned: /* @__PURE__ */ optional(tunedParams) },
  outputs: { model },
  uses: {},
};

/** The call of a stage that trains. Its params are the classifier's own as well. */
export type TrainingCall = StageCall<
  { readonly trainOn: number | null },
  (typeof trainingPorts)['inputs'],
  Record<never, never>
>;

/**
 * Fits a classifier to the first `trainOn` samples of the input `train`, or to all of them.
 * @param schema checks the classifier's own params, the tuned ones among them.
 */
export async function training<Params>(
  call: TrainingCall,
  schema: { parse(params: unknown): Params },
  fitTo: (params: Params, train: Dataset, work: Work) => Promise<FittedModel>,
): Promise<{ readonly model: FittedModel }> {
  const { trainOn: count, ...own } = call.params;
  const params = schema.parse({ ...own, ...call.inputs.tuned });
  return { model: await fitTo(params, firstSamples(call.inputs.train, count), workOf(call)) };
}
