import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Classifier, FittedModel } from '../../../estimators/classifier.js';
import { openCompute } from '../../../estimators/compute/compute.js';
import type { Work } from '../../../estimators/compute/work.js';
import type { Dataset, Matrix } from '../../../estimators/matrix.js';
import { mostProbable } from '../../../estimators/most-probable.js';
import { type VotingRule, voting, votingOf } from '../../../estimators/voting/voting.js';

interface GroupFixture {
  classes: number[];
  tables: number[][][];
  votes: (VotingRule & { predict: number[]; proba: number[][] | null })[];
}

interface GivenModel extends FittedModel {
  readonly table: readonly (readonly number[])[];
  readonly sure: boolean;
}

/** Predicts the probabilities it is given, as the oracle's members do. */
const given: Classifier<{ table: number[][]; sure: boolean }, GivenModel> = {
  name: 'given',
  module: import.meta.url,
  params: z.object({ table: z.array(z.array(z.number())).default([]), sure: z.boolean().default(true) }),
  fit: async (params, { labels }) => ({
    kind: 'given',
    classes: Uint8Array.from(new Set(labels)).sort(),
    ...params,
  }),
  async predictProba({ table, classes }, images) {
    return { data: Float64Array.from(table.flat()), rows: images.rows, columns: classes.length };
  },
  async predict(model, images, work) {
    return mostProbable(await given.predictProba(model, images, work), model.classes);
  },
  hasProba: ({ sure }) => sure,
};

/** Always predicts its lowest class. */
const lowest: Classifier<unknown, FittedModel> = {
  name: 'lowest',
  module: import.meta.url,
  params: z.object({}),
  fit: async (_, { labels }) => ({ kind: 'lowest', classes: Uint8Array.from(new Set(labels)).sort() }),
  predict: async ({ classes }, images) => new Uint8Array(images.rows).fill(classes[0]!),
  predictProba: () => Promise.reject(new Error('lowest has no probabilities.')),
  hasProba: () => false,
};

const work: Work = { compute: openCompute(1) };
const blank = (rows: number): Matrix => ({ data: new Uint8Array(rows), rows, columns: 1 });
const groups: GroupFixture[] = JSON.parse(readFileSync('test/fixtures/voting.json', 'utf8'));
const fixtures = groups.flatMap(({ votes, ...group }) => votes.map((vote) => ({ ...group, ...vote })));

test.each(
  fixtures.map((vote) => [vote.voting, vote.tables.length, vote.classes.length, vote.weights, vote] as const),
)("%s vote of %i members on %i classes, weights %j: scikit-learn's, bit for bit", async (...row) => {
  const vote = row[4];
  const members = vote.tables.map((table) => ({
    kind: 'given',
    classes: Uint8Array.from(vote.classes),
    table,
    sure: true,
  }));
  const model = votingOf(members, { voting: vote.voting, weights: vote.weights }, { given });
  const classifier = voting({ given });
  const images = blank(vote.predict.length);
  expect([...(await classifier.predict(model, images, work))]).toEqual(vote.predict);
  expect(classifier.hasProba(model)).toBe(vote.proba !== null);
  if (vote.proba) {
    const { data, rows, columns } = await classifier.predictProba(model, images, work);
    expect([...data]).toEqual(vote.proba.flat());
    expect([rows, columns]).toEqual([vote.predict.length, vote.classes.length]);
  } else {
    await expect(classifier.predictProba(model, images, work)).rejects.toThrow(
      'Hard voting has no probabilities',
    );
  }
});

const classes = Uint8Array.of(1, 2);
const model = (extra: Partial<GivenModel> = {}): GivenModel => ({
  kind: 'given',
  classes,
  table: [],
  sure: true,
  ...extra,
});
const known = { given, lowest };

test('the members are the very models given', () => {
  const members = [model(), model()];
  const { members: kept, ...rest } = votingOf(members, {}, known);
  expect(kept[0]).toBe(members[0]);
  expect(kept[1]).toBe(members[1]);
  expect(rest).toEqual({ kind: 'voting', classes, voting: 'hard', weights: null });
});

test.each([
  ['no members', [], {}, 'at least one member'],
  [
    'members that know other classes',
    [model(), model({ classes: Uint8Array.of(1, 3) })],
    {},
    'member 1 (given) knows 1, 3, member 0 (given) knows 1, 2',
  ],
  [
    'soft voting with a member without probabilities',
    [model(), { kind: 'lowest', classes }],
    { voting: 'soft' as const },
    'member 1 (lowest) has none',
  ],
  [
    'a member of unknown kind',
    [model({ kind: 'oracle' })],
    { voting: 'soft' as const },
    'models of kind oracle',
  ],
  ['too few weights', [model(), model()], { weights: [1] }, 'one weight for each of 2 members; got 1'],
  ['a negative weight', [model(), model()], { weights: [1, -2] }, 'not negative; got -2'],
  ['a weight that is not a number', [model()], { weights: [Number.NaN] }, 'got NaN'],
  ['weights of 0', [model(), model()], { weights: [0, 0] }, 'must not all be 0'],
])('%s: refused', (_, members, rule, message) => {
  expect(() => votingOf(members, rule, known)).toThrow(message);
});

test('a member without probabilities may vote hard', async () => {
  const members = [
    { kind: 'lowest', classes },
    model({ table: [[0.1, 0.9]] }),
    model({ table: [[0.2, 0.8]] }),
  ];
  const predicted = await voting(known).predict(votingOf(members, {}, known), blank(1), work);
  expect([...predicted]).toEqual([2]);
});

test('fit fits each classifier with its own params, and the models vote', async () => {
  const classifier = voting({ a: given, b: given, c: lowest });
  const table = [[0, 1]];
  const params = classifier.params.parse({
    weights: [1, 1.5, 2],
    estimators: { a: { table }, b: { table } },
  });
  const train: Dataset = { images: blank(2), labels: classes };
  const seen: number[] = [];
  const fitted = await classifier.fit(params, train, {
    ...work,
    onProgress: (fraction) => seen.push(fraction),
  });
  expect(fitted.members.map(({ kind }) => kind)).toEqual(['given', 'given', 'lowest']);
  expect([...(await classifier.predict(fitted, blank(1), work))]).toEqual([2]);
  const outvoted = votingOf(fitted.members, { weights: [1, 1, 2] }, { given, lowest });
  expect([...(await classifier.predict(outvoted, blank(1), work))]).toEqual([1]);
});

test('params are checked: unknown classifiers, unknown params and a wrong number of weights', async () => {
  const classifier = voting({ a: given });
  expect(classifier.params.parse({})).toEqual({
    voting: 'hard',
    weights: null,
    estimators: { a: { table: [], sure: true } },
  });
  expect(() => classifier.params.parse({ estimators: { b: {} } })).toThrow(/unrecognized/i);
  expect(() => classifier.params.parse({ vote: 'soft' })).toThrow(/unrecognized/i);
  const params = classifier.params.parse({ weights: [1, 2] });
  const train: Dataset = { images: blank(2), labels: classes };
  await expect(classifier.fit(params, train, work)).rejects.toThrow(
    'one weight for each of 1 members; got 2',
  );
});

test('an aborted vote asks no further member', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const vote = votingOf([model({ table: [[0.5, 0.5]] })], { voting: 'soft' }, known);
  await expect(voting(known).predict(vote, blank(1), { ...work, signal })).rejects.toThrow('enough');
});
