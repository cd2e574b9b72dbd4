import { severalClassMembers } from '../../class-members.js';
import type { SharedSamples } from '../../classifier.js';
import { oneAfterTheOther } from '../../compute/lanes.js';
import { phase, type Work } from '../../compute/work.js';
import { type Dataset, isPixels, type Labels } from '../../matrix.js';
import type { SvcParams } from '../params.js';
import { pixelVariance } from '../solve/gamma.js';
import { groupByKernel } from '../solve/kernel-groups.js';
import { foldLabels } from './fold-labels.js';
import { multiplySamples } from './sample-products.js';

/**
 * Beyond this many samples their products are not kept, and every fold computes the rows that it needs. They take up
 * 2 bytes a pair of samples, and at worst a fold needs another 16: 32 MiB and 256 MiB at 4,096.
 */
const MOST_SAMPLES = 4096;

/**
 * Computes the products of all samples with one another, once for all fits and predictions on parts of them.
 * Resolves to undefined where they would take up too much memory, and for doubles, of which every fold computes its own.
 */
export async function shareSamples(
  dataset: Dataset,
  work: Work,
): Promise<SharedSamples<SvcParams> | undefined> {
  const { images, labels } = dataset;
  if (!isPixels(images) || images.rows > MOST_SAMPLES) return undefined;
  const scope = work.compute.heap.scope();
  try {
    // Every fold reads the samples for its `gamma`; they are copied to shared memory once.
    scope.share(images.data);
    const products = await multiplySamples(dataset, scope, work);
    const inTurn = oneAfterTheOther();
    return {
      async fitPredict(candidates, split, { compute, signal, onProgress }) {
        const trainLabels = Uint8Array.from(split.train, (row) => labels[row]!);
        const { classes, members } = severalClassMembers(trainLabels);
        const rows = members.map((own) => own.map((place) => split.train[place]!));
        const fold = { dataset, products, classes, rows, test: split.test, inTurn };
        const groups = await groupByKernel(candidates, images.columns, () =>
          pixelVariance(images, split.train, { compute, signal }),
        );
        const predicted = new Array<Labels>(candidates.length);
        for (const [done, group] of groups.entries()) {
          const part = phase(
            { compute, signal, onProgress },
            done / groups.length,
            (done + 1) / groups.length,
          );
          const found = await foldLabels(fold, group, part);
          for (const [place, index] of group.indices.entries()) predicted[index] = found[place]!;
        }
        return predicted;
      },
      release: () => scope.release(),
    };
  } catch (error) {
    scope.release();
    throw error;
  }
}
