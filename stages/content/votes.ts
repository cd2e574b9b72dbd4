import type { FittedModel } from '../../estimators/classifier.js';
import type { Dataset, Labels } from '../../estimators/matrix.js';
import type { VotingModel } from '../../estimators/voting/voting.js';
import { galleryOf } from './mistakes.js';
import type { Flip, Gallery, VoteContent } from './report-content.js';

interface Member {
  readonly name: string;
  readonly predictions: Labels;
}

/**
 * Where voting helped and where it hurt: the vote beside each of its members alone.
 * Null unless the model votes and all its members' predictions are among those of `evaluated`.
 */
export function voteContent(
  model: FittedModel,
  predictions: Labels,
  evaluated: ReadonlyMap<FittedModel, Member>,
  test: Dataset,
  limit: number,
): VoteContent | null {
  if (!isVoting(model)) return null;
  const members = model.members.flatMap((member) => evaluated.get(member) ?? []);
  if (members.length < model.members.length) return null;
  const isRight = (labels: Labels, sample: number) => labels[sample] === test.labels[sample];
  const count = (wanted: (sample: number) => boolean) =>
    test.labels.reduce((total, _, sample) => total + (wanted(sample) ? 1 : 0), 0);
  const scored = members.map(({ name, predictions: own }) => ({
    name,
    own,
    correct: count((sample) => isRight(own, sample)),
    helped: count((sample) => !isRight(own, sample) && isRight(predictions, sample)),
    hurt: count((sample) => isRight(own, sample) && !isRight(predictions, sample)),
  }));
  const best = scored.reduce((first, second) => (second.correct > first.correct ? second : first));
  const flips = (toRight: boolean): Gallery<Flip> => {
    const samples = [...test.labels.entries()]
      .filter(([sample]) => isRight(predictions, sample) === toRight && isRight(best.own, sample) !== toRight)
      .map(([sample, truth]) => ({
        sample,
        truth,
        vote: predictions[sample]!,
        members: scored.map(({ own }) => own[sample]!),
      }));
    return galleryOf(test, samples.slice(0, limit), samples.length);
  };
  return {
    voting: model.voting,
    weights: model.weights,
    members: scored.map(({ own: _, ...member }) => member),
    bestMember: best.name,
    helped: flips(true),
    hurt: flips(false),
  };
}

function isVoting(model: FittedModel): model is VotingModel {
  return model.kind === 'voting';
}
