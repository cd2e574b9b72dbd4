import * as z from 'zod';
import { encodeLabels, head } from '../../estimators/matrix.js';
import { defineStage } from '../../pipeline/study/stage.js';
import { dataDescription, dataset, exploration } from '../artifacts.js';

const FIRST_IMAGES = 10;

/** Looks at the data: its shape, classes and their distribution, and the first ten images. */
export const explore = defineStage({
  name: 'explore',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: { dataset, description: dataDescription },
  outputs: { exploration },
  uses: {},
  async run({ inputs }) {
    const { images, labels } = inputs.dataset;
    const { classes, codes } = encodeLabels(labels);
    const classCounts = new Uint32Array(classes.length);
    for (const code of codes) classCounts[code]!++;
    const first = head(inputs.dataset, FIRST_IMAGES);
    return {
      exploration: {
        ...inputs.description,
        nSamples: images.rows,
        nFeatures: images.columns,
        classes,
        classCounts,
        firstImages: first.images,
        firstLabels: first.labels,
      },
    };
  },
});
