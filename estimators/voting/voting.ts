import * as z from 'zod';
import type { Classifier, FittedModel } from '../classifier.js';
import { phase, type Work } from '../compute/work.js';
import { mostProbable } from '../most-probable.js';
import { must } from '../params.js';
import { averageProbabilities, mostVoted, type Weights } from './combine.js';

/** The classifiers that vote, each under a name of its own. */
export type VotingClassifiers = Readonly<Record<string, Classifier>>;

/** How members vote, in scikit-learn's terms. */
export interface VotingRule {
  /** 'hard': the label that most members predict. 'soft': the most probable one by the mean probabilities. */
  readonly voting: 'hard' | 'soft';
  /** One weight a member, none negative and not all 0; null where all count the same. */
  readonly weights: Weights;
}

/** Params of `voting(…)`: the rule, and each classifier's own params under its name. */
export interface VotingParams extends VotingRule {
  readonly estimators: Readonly<Record<string, unknown>>;
}

/** Several models that vote. */
export interface VotingModel extends FittedModel, VotingRule {
  readonly kind: 'voting';
  /** In the order they were given: the order of additions, and of `weights`. */
  readonly members: readonly FittedModel[];
}

/** A classifier that fits several others and lets their models vote. */
export interface VotingClassifier extends Classifier<VotingParams, VotingModel> {
  readonly classifiers: VotingClassifiers;
}

const NAME = 'voting';

/**
 * Lets fitted models vote, as they are: the result refers to them and copies nothing. `classifiers` are those
 * that made the members. Defaults are scikit-learn's: hard voting, no weights.
 *
 * Throws a RangeError if there are no members, if one of them is of an unknown kind or was fitted on other
 * classes than the first, if soft voting meets a member without probabilities, or if `weights` breaks its rule.
 */
export function votingOf(
  members: readonly FittedModel[],
  rule: Partial<VotingRule>,
  classifiers: VotingClassifiers,
): VotingModel {
  const { voting = 'hard', weights = null } = rule;
  if (members.length === 0) throw new RangeError('Voting needs at least one member; got none.');
  checkWeights(weights, members.length);
  const classes = members[0]!.classes;
  for (const [m, member] of members.entries()) {
    const name = `member ${m} (${member.kind})`;
    const classifier = classifierOf(member, classifiers);
    if (member.classes.join() !== classes.join()) {
      throw new RangeError(
        `All members must know the same classes; ${name} knows ${member.classes.join(', ')}, member 0 (${members[0]!.kind}) knows ${classes.join(', ')}. Fit them on the same labels.`,
      );
    }
    if (voting === 'soft' && !classifier.hasProba(member)) {
      throw new RangeError(
        `Soft voting needs the probabilities of all members; ${name} has none. Fit it with probabilities, or use voting 'hard'.`,
      );
    }
  }
  return { kind: NAME, classes, voting, weights, members };
}

/**
 * scikit-learn's `VotingClassifier` over the given classifiers: fits each of them on all the data and lets the
 * models vote. Its `predict` and `predictProba` also serve models made by `votingOf`.
 */
export function voting(classifiers: VotingClassifiers): VotingClassifier {
  const names = Object.keys(classifiers);
  const predictProba = async (
    model: VotingModel,
    samples: Parameters<Classifier['predict']>[1],
    work: Work,
  ) => {
    if (model.voting !== 'soft') {
      throw new Error("Hard voting has no probabilities. Use voting 'soft', or predict labels.");
    }
    const probabilities = await eachInTurn(model.members, work, (member, part) =>
      classifierOf(member, classifiers).predictProba(member, samples, part),
    );
    return averageProbabilities(probabilities, model.weights);
  };
  const made: VotingClassifier = {
    name: NAME,
    module: import.meta.url,
    parts: classifiers,
    classifiers,
    params: paramsSchema(classifiers),
    async fit({ estimators, ...rule }, train, work) {
      checkWeights(rule.weights, names.length);
      const members = await eachInTurn(names, work, (name, part) =>
        classifiers[name]!.fit(estimators[name], train, part),
      );
      return votingOf(members, rule, classifiers);
    },
    async predict(model, samples, work) {
      if (model.voting === 'soft')
        return mostProbable(await predictProba(model, samples, work), model.classes);
      const predictions = await eachInTurn(model.members, work, (member, part) =>
        classifierOf(member, classifiers).predict(member, samples, part),
      );
      return mostVoted(predictions, model.weights);
    },
    predictProba,
    async predictWithProba(model, samples, work) {
      const probabilities = await predictProba(model, samples, work);
      return { labels: mostProbable(probabilities, model.classes), probabilities };
    },
    hasProba: (model) => model.voting === 'soft',
  };
  return Object.freeze(Object.assign(made, { itself: made }));
}

const WEIGHTS = must('weights', 'one number for each classifier, or null');

function paramsSchema(classifiers: VotingClassifiers): z.ZodType<VotingParams> {
  const estimators = Object.entries(classifiers).map(([name, { params }]) => [name, params.prefault({})]);
  return z.strictObject({
    voting: z.enum(['hard', 'soft'], must('voting', '"hard" or "soft"')).default('hard'),
    weights: z.array(z.number(WEIGHTS), WEIGHTS).nullable().default(null),
    estimators: z.strictObject(Object.fromEntries(estimators), { error: notAnObject }).prefault({}),
  });
}

function notAnObject({ code, input }: { readonly code: string; readonly input?: unknown }) {
  if (code !== 'invalid_type') return undefined;
  return `estimators must be each classifier's params under its name; got ${JSON.stringify(input)}.`;
}

function classifierOf(member: FittedModel, classifiers: VotingClassifiers): Classifier {
  const all = Object.values(classifiers);
  const found = all.find((classifier) => classifier.name === member.kind);
  if (!found) {
    throw new RangeError(
      `No classifier was given for models of kind ${member.kind}, only for ${all.map(({ name }) => name).join(', ')}. Add it to the voting's classifiers.`,
    );
  }
  return found;
}

function checkWeights(weights: Weights, nMembers: number): void {
  if (!weights) return;
  if (weights.length !== nMembers) {
    throw new RangeError(
      `weights must have one weight for each of ${nMembers} members; got ${weights.length}.`,
    );
  }
  const wrong = weights.find((weight) => !Number.isFinite(weight) || weight < 0);
  if (wrong !== undefined) throw new RangeError(`weights must be finite and not negative; got ${wrong}.`);
  if (weights.every((weight) => weight === 0)) {
    throw new RangeError('weights must not all be 0. Leave them out to weigh all members the same.');
  }
}

/** Each item's body after the one before has ended: they spread over all threads by themselves. */
async function eachInTurn<Item, Result>(
  items: readonly Item[],
  work: Work,
  body: (item: Item, part: Work) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const [i, item] of items.entries()) {
    work.signal?.throwIfAborted();
    results.push(await body(item, phase(work, i / items.length, (i + 1) / items.length)));
  }
  return results;
}
