import type { Hash } from '../../cache/hash.js';
import type { GridResult } from '../../estimators/model-selection/grid-result.js';
import type { ReportContent } from '../../stages/content/report-content.js';
import type { Scores } from '../../stages/facts.js';
import { SEARCHES } from '../figures/results.js';
import { artifactValue } from './data-entities.js';
import { type Graph, localId, type Reference } from './graph.js';
import type { ExecutedStep } from './run-content.js';

/** The results of a run that people read. */
export interface Figures {
  /** Step that evaluates a model -> how it did. */
  readonly scores: Readonly<Record<string, Scores>>;
  /** A search's step -> what it found. */
  readonly grids: Readonly<Record<string, GridResult>>;
  /** The content of the report, if the run made one. */
  readonly report: ReportContent | undefined;
}

/** @param read the bytes of an artifact. */
export function figuresOf(steps: readonly ExecutedStep[], read: (hash: Hash) => Uint8Array): Figures {
  const outputs = <Value>(stages: readonly string[], output: string): [string, Value][] =>
    steps.flatMap(({ id, record }): [string, Value][] => {
      const hash = stages.includes(record.stage) ? record.outputs[output] : undefined;
      return hash ? [[id, artifactValue(hash, read) as Value]] : [];
    });
  return {
    scores: Object.fromEntries(outputs<Scores>(['evaluate'], 'scores')),
    grids: Object.fromEntries(outputs<GridResult>(SEARCHES, 'result')),
    report: outputs<ReportContent>(['report'], 'content')[0]?.[1],
  };
}

/** The figures as entities: step -> accuracy and the like. */
export function addMetrics(graph: Graph, { scores, grids }: Figures): Map<string, Reference[]> {
  const metric = (step: string, name: string, value: number) =>
    graph.add({ '@id': localId('metric', `${step}.${name}`), '@type': 'PropertyValue', name, value });
  return new Map([
    ...Object.entries(scores).map(([step, { accuracy, correct, total }]): [string, Reference[]] => [
      step,
      [metric(step, 'accuracy', accuracy), metric(step, 'correct', correct), metric(step, 'total', total)],
    ]),
    ...Object.entries(grids).map(([step, { bestScore }]): [string, Reference[]] => [
      step,
      [metric(step, 'bestScore', bestScore)],
    ]),
  ]);
}
