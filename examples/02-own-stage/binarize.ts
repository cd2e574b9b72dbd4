// A stage: a name, a schema of params, typed inputs and outputs, and `run`. Its code is part of the key of its results:
// edit `run`, and its steps run again, with what comes after them. A comment or a type changes nothing.
import { defineStage } from 'restudy';
import { dataset } from 'restudy/stages';
import * as z from 'zod';

/** Makes each pixel black or white. */
export const binarize = defineStage({
  name: 'binarize',
  module: import.meta.url,
  params: z.strictObject({ threshold: z.int().min(1).max(255).default(128) }),
  inputs: { dataset },
  outputs: { dataset },
  uses: {},
  async run({ params, inputs, log }) {
    const { images, labels } = inputs.dataset;
    const data = images.data.map((pixel) => (pixel >= params.threshold ? 255 : 0));
    let white = 0;
    for (const pixel of data) if (pixel > 0) white++;
    // A line for the step's record.
    log(`${white} of ${data.length} pixels are white.`);
    return { dataset: { images: { ...images, data }, labels } };
  },
});
