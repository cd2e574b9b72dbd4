// Work that is made of pieces: each is a cell, kept under a key of its own. Add a size, and only that one is computed; end
// the run in the middle, and the next one goes on from there.
import { artifactType, defineStage, use } from 'restudy';
import { accuracy, type Classifier, head } from 'restudy/estimators';
import { dataset, workOf } from 'restudy/stages';
import * as z from 'zod';

/** A type of artifact of one's own: a name for run time, the values' type for the compiler. */
export const learningCurve =
  artifactType<readonly { readonly size: number; readonly accuracy: number }[]>('learning curve');

/** How a classifier does, by the number of samples it is trained on. */
export const curve = defineStage({
  name: 'learning-curve',
  module: import.meta.url,
  params: z.strictObject({ sizes: z.array(z.int().min(1)).min(1) }),
  inputs: { train: dataset, test: dataset },
  outputs: { curve: learningCurve },
  // Code that the study hands to the stage. It is part of the step's key.
  uses: { classifier: use<Classifier>() },
  async run({ params, inputs, inputHashes, uses, cells, progress, signal, resources, log }) {
    const { classifier } = uses;
    // A cell's name holds all that it depends on, but for the code, which restudy adds.
    const names = params.sizes.map((size) => ({ size, train: inputHashes.train, test: inputHashes.test }));
    const accuracies = await cells<number>(names, async (missing, put) => {
      for (const [done, index] of missing.entries()) {
        const share = (part: number) => progress((done + part) / missing.length);
        const work = workOf({ resources, signal, progress: share });
        const train = head(inputs.train, params.sizes[index]!);
        const model = await classifier.fit(classifier.params.parse({}), train, work);
        const predictions = await classifier.predict(model, inputs.test.images, work);
        put(index, accuracy(inputs.test.labels, predictions).accuracy);
      }
      log(`${missing.length} of ${names.length} sizes were not known.`);
    });
    return { curve: params.sizes.map((size, index) => ({ size, accuracy: accuracies[index]! })) };
  },
});
