import { memoryStore } from '../../../cache/tables/memory-store.js';
import { configure } from '../../../pipeline/study/configure.js';
import { defineStudy } from '../../../pipeline/study/study.js';
import type { PageSource } from '../../../reports/page/source.js';
import { computeContent } from '../../../stages/content/compute-content.js';
import { madeRecord } from '../../pipeline/records.js';
import { source, total } from '../../pipeline/small-study.js';
import { evaluatedOf, fitted, type Said } from '../../stages/evaluated.js';

/** What a page is made from that tells of these models, of a study of two steps. */
export function smallSource(
  said: Readonly<Record<string, Said>>,
  change: Partial<PageSource> = {},
): PageSource {
  const study = defineStudy('small', (step) => {
    const { numbers } = step('source', source, {});
    step('total', total, { inputs: { parts: { numbers } } });
  });
  return {
    study: 'small',
    version: '1.2.3',
    steps: configure(study, []),
    report: 'total',
    content: computeContent(evaluatedOf(said)),
    records: new Map(['source', 'total'].map((id) => [id, madeRecord(id, { outputs: { numbers: id } })])),
    store: memoryStore(),
    seedAccuracies: {},
    ...change,
  };
}

/** A model that has all test samples right but the fourth. */
export const goodModel: Said = {
  model: fitted('good'),
  predictions: [1, 1, 3, 1, 7, 7],
  probabilities: [0.9, 0.9, 0.9, 0.8, 0.9, 0.9],
};
