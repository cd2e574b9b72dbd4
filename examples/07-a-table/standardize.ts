// Distances and penalties add up features, so features of very different sizes are brought to one first. What they are
// divided by comes from the training samples alone: test samples are not to be seen before they are predicted.
import { defineStage } from 'restudy';
import type { Dataset } from 'restudy/estimators';
import { dataset } from 'restudy/stages';
import * as z from 'zod';

/** Subtracts each feature's mean over the training samples and divides by its standard deviation. */
export const standardize = defineStage({
  name: 'standardize',
  module: import.meta.url,
  params: z.strictObject({}),
  inputs: { train: dataset, test: dataset },
  outputs: { train: dataset, test: dataset },
  uses: {},
  async run({ inputs: { train, test } }) {
    const scales = Array.from({ length: train.images.columns }, (_, feature) => scaleOf(train, feature));
    return { train: scaled(train, scales), test: scaled(test, scales) };
  },
});

interface Scale {
  readonly mean: number;
  /** 1 for a feature that does not vary. */
  readonly deviation: number;
}

function scaleOf({ images: { data, rows, columns } }: Dataset, feature: number): Scale {
  const values = Array.from({ length: rows }, (_, row) => data[row * columns + feature]!);
  const mean = values.reduce((sum, value) => sum + value, 0) / rows;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

function scaled({ images, labels }: Dataset, scales: readonly Scale[]): Dataset {
  const data = Float64Array.from(images.data, (value, at) => {
    const { mean, deviation } = scales[at % images.columns]!;
    return (value - mean) / deviation;
  });
  return { images: { ...images, data }, labels };
}
