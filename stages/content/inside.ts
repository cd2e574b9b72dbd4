import type { FittedModel } from '../../estimators/classifier.js';
import { featureImportances } from '../../estimators/forest/feature-importances.js';
import type { RandomForestModel } from '../../estimators/forest/random-forest.js';
import { take } from '../../estimators/matrix.js';
import { type SvcModel, supportWeights } from '../../estimators/svm/model.js';
import { meanImages } from './mean-images.js';
import type { ModelContent, SupportContent } from './report-content.js';

/** Of each class this many support vectors are shown. */
const STRONGEST = 5;

/** What can be seen of a model itself: a forest's importances, an SVC's support vectors; nothing of other kinds. */
export function insideOf(model: FittedModel): Pick<ModelContent, 'supportVectors' | 'featureImportances'> {
  return {
    supportVectors: isSvc(model) ? supportVectorsOf(model) : null,
    featureImportances: isForest(model) ? featureImportances(model) : null,
  };
}

function supportVectorsOf(model: SvcModel): SupportContent[] {
  const weights = supportWeights(model);
  const labels = Uint8Array.from(
    [...model.nSupport].flatMap((count, code) => Array<number>(count).fill(model.classes[code]!)),
  );
  const vectors = { images: model.supportVectors, labels };
  const means = meanImages([vectors], model.classes);
  return Array.from(model.classes, (label, code) => {
    const strongest = [...labels.keys()]
      .filter((index) => labels[index] === label)
      .sort((first, second) => weights[second]! - weights[first]!)
      .slice(0, STRONGEST);
    const { columns } = means;
    return {
      label,
      count: model.nSupport[code]!,
      meanImage: { data: means.data.slice(code * columns, (code + 1) * columns), rows: 1, columns },
      strongest: {
        weights: Float64Array.from(strongest, (index) => weights[index]!),
        images: take(vectors, Uint32Array.from(strongest)).images,
      },
    };
  });
}

function isSvc(model: FittedModel): model is SvcModel {
  return model.kind === 'svc';
}

function isForest(model: FittedModel): model is RandomForestModel {
  return model.kind === 'random-forest';
}
