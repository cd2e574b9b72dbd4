import * as z from 'zod';
import { candidateText } from '../../figures/figures.js';
import { thousands } from '../../words/words.js';
import type { ImageView, OutputContent } from '../wire.js';

/** A page shows so many images of a data set. */
const MOST_IMAGES = 30;

const bytes = z.instanceof(Uint8Array);
const counts = z.instanceof(Uint32Array);
const values = z.union([bytes, z.instanceof(Float64Array)]);
const matrix = z.object({ data: values, rows: z.number(), columns: z.number() });
const classScores = z.object({
  precision: z.number(),
  recall: z.number(),
  f1Score: z.number(),
  support: z.number(),
});

const scores = z
  .object({
    accuracy: z.number(),
    correct: z.number(),
    total: z.number(),
    report: z.object({
      classes: z.array(classScores.extend({ label: z.number() })),
      macroAvg: classScores,
      weightedAvg: classScores,
    }),
    confusionMatrix: counts,
  })
  .transform(({ accuracy, correct, total, report, confusionMatrix }): OutputContent => {
    return {
      kind: 'scores',
      accuracy,
      correct,
      total,
      classes: report.classes,
      averages: [
        { name: 'macro average', ...report.macroAvg },
        { name: 'weighted average', ...report.weightedAvg },
      ],
      counts: [...confusionMatrix],
    };
  });

const gridScores = z
  .object({
    candidates: z.array(
      z.object({
        params: z.record(z.string(), z.json()),
        splitScores: z.array(z.number()),
        mean: z.number(),
        std: z.number(),
        rank: z.number(),
      }),
    ),
  })
  .transform(
    ({ candidates }): OutputContent => ({
      kind: 'grid',
      candidates: candidates.map(({ params, ...found }) => ({ name: candidateText(params), ...found })),
    }),
  );

const exploration = z
  .object({
    name: z.string(),
    source: z.string(),
    licence: z.string(),
    nSamples: z.number(),
    nFeatures: z.number(),
    classes: bytes,
    classCounts: counts,
    firstImages: matrix,
    firstLabels: bytes,
  })
  .transform(
    (found): OutputContent => ({
      kind: 'images',
      facts: [
        ['data', found.name],
        ['samples', thousands(found.nSamples)],
        ['features of a sample', thousands(found.nFeatures)],
        ['source', found.source],
        ['licence', found.licence],
      ],
      ...images(found.firstImages, found.firstLabels),
      classes: [...found.classes].map((label, index) => [label, found.classCounts[index] ?? 0]),
    }),
  );

const dataset = z.object({ images: matrix, labels: bytes }).transform(
  (found): OutputContent => ({
    kind: 'images',
    facts: [
      ['samples', thousands(found.images.rows)],
      ['features of a sample', thousands(found.images.columns)],
    ],
    ...images(found.images, found.labels),
    classes: classCounts(found.labels),
  }),
);

const labels = bytes.transform(
  (found): OutputContent => ({
    kind: 'images',
    facts: [['predictions', thousands(found.length)]],
    images: [],
    side: 0,
    classes: classCounts(found),
  }),
);

const facts = z.record(z.string(), z.unknown()).transform(
  (found): OutputContent => ({
    kind: 'facts',
    facts: Object.entries(found).map(([name, value]) => [name, factText(value)]),
  }),
);

/** Type of artifact -> what is to be seen of its values. Others are large, or say nothing to the eye. */
const CONTENTS: Readonly<Record<string, z.ZodType<OutputContent>>> = {
  scores,
  'grid scores': gridScores,
  exploration,
  dataset,
  labels,
  'tuned params': facts,
  'data description': facts,
  'split indices': facts,
};

/** The place of a type among those that are to be seen: what says most comes first. */
export function contentOrder(type: string): number {
  const place = Object.keys(CONTENTS).indexOf(type);
  return place < 0 ? Number.POSITIVE_INFINITY : place;
}

/** Whether there is something to be seen of artifacts of this type. */
export function hasContent(type: string): boolean {
  return Object.hasOwn(CONTENTS, type);
}

/** What is to be seen of a value; undefined if it is not what artifacts of this type hold. */
export function outputContent(type: string, value: unknown): OutputContent | undefined {
  return hasContent(type) ? CONTENTS[type]?.safeParse(value).data : undefined;
}

/** The first images, if samples are square ones. */
function images(
  { data, rows, columns }: z.infer<typeof matrix>,
  labels: Uint8Array,
): { readonly images: ImageView[]; readonly side: number } {
  const side = Math.sqrt(columns);
  if (!(data instanceof Uint8Array) || !Number.isInteger(side)) return { images: [], side: 0 };
  const shown = Math.min(rows, MOST_IMAGES);
  return {
    side,
    images: Array.from({ length: shown }, (_, index) => ({
      label: labels[index] ?? 0,
      pixels: Buffer.from(data.subarray(index * columns, (index + 1) * columns)).toString('base64'),
    })),
  };
}

function classCounts(labels: Uint8Array): [number, number][] {
  const counted = new Map<number, number>();
  for (const label of labels) counted.set(label, (counted.get(label) ?? 0) + 1);
  return [...counted].sort(([first], [second]) => first - second);
}

function factText(value: unknown): string {
  if (ArrayBuffer.isView(value) && 'length' in value) return `${thousands(Number(value.length))} numbers`;
  if (Array.isArray(value) && value.length > 10) return `${thousands(value.length)} values`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
