import { z } from 'zod';
import type { Bench } from '../bench.js';
import type { Measurement } from '../measurement.js';
import { watchProcess } from '../processes/node-process.js';
import { OURS, type Row } from '../row.js';

/** So few steps that nearly all of the time is start-up. */
const FEW = 10;
const START_UP = `restudy, ${FEW} steps`;
const A_STEP = 'ms a step beyond start-up';
const RAN = 'steps that ran';
const outcomesSchema = z.object({ hit: z.number().default(0), ran: z.number().default(0) });

/** A synthetic study that has been run, and what its root gave then. */
interface Graph {
  readonly steps: number;
  readonly cache: string;
  root: number;
}

/** Synthetic studies (children/graph.ts) of several sizes, each on a cache of its own. */
class Graphs {
  readonly #bench: Bench;
  readonly #bySteps = new Map<number, Graph>();

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  async cold(steps: number): Promise<Measurement> {
    const graph = { steps, cache: this.#bench.newFolder('graph'), root: 1 };
    this.#bySteps.set(steps, graph);
    return this.#run(graph);
  }

  async noOp(steps: number): Promise<Measurement> {
    return this.#run(await this.#warm(steps));
  }

  /** Another value every time, and always an odd one: the change ends where the root's parity is taken. */
  async changeAtRoot(steps: number): Promise<Measurement> {
    const graph = await this.#warm(steps);
    graph.root += 2;
    return this.#run(graph);
  }

  async #warm(steps: number): Promise<Graph> {
    if (!this.#bySteps.has(steps)) await this.cold(steps);
    return this.#bySteps.get(steps)!;
  }

  async #run({ steps, cache, root }: Graph): Promise<Measurement> {
    const program = [this.#bench.children('graph'), String(steps), cache, String(root)];
    const used = await watchProcess(program, this.#bench, { keepOutput: true });
    const { hit, ran } = outcomesSchema.parse(JSON.parse(used.stdout));
    return {
      seconds: used.seconds,
      peakMemoryBytes: used.peakMemoryBytes,
      figures: { [RAN]: ran, hits: hit },
    };
  }
}

const graphsOf = new WeakMap<Bench, Graphs>();

function graphs(bench: Bench): Graphs {
  const known = graphsOf.get(bench) ?? new Graphs(bench);
  graphsOf.set(bench, known);
  return known;
}

type Kind = 'cold' | 'noOp' | 'changeAtRoot';
const KINDS: readonly { kind: Kind; id: string; title: string }[] = [
  { kind: 'cold', id: 'cold', title: 'cold' },
  { kind: 'noOp', id: 'no-op', title: 'nothing changed' },
  { kind: 'changeAtRoot', id: 'change', title: 'a change at the root, cut off early' },
];

function graphRow(fullSteps: number, { kind, id, title }: (typeof KINDS)[number]): Row {
  return {
    id: `graph-${fullSteps}-${id}`,
    group: `graph-${fullSteps}`,
    title: `synthetic graph of ${fullSteps.toLocaleString('en')} steps: ${title}`,
    repeat: kind === 'cold' || fullSteps > 10_000 ? 1 : 5,
    onlyWhenNamed: fullSteps > 10_000,
    async prepare(bench) {
      const steps = bench.quick ? 300 : fullSteps;
      return {
        sides: [
          { name: OURS, measure: () => graphs(bench)[kind](steps) },
          { name: START_UP, measure: () => graphs(bench)[kind](FEW) },
        ],
        derive(summaries) {
          const [all, few] = [OURS, START_UP].map((side) => summaries.get(side)!.seconds);
          return { [A_STEP]: ((all! - few!) * 1000) / (steps - FEW) };
        },
        targets: {
          cold: [],
          noOp: [
            { figure: A_STEP, atMost: 0.1 },
            { figure: RAN, atMost: 0 },
          ],
          changeAtRoot: [{ figure: RAN, atMost: 2 }],
        }[kind],
      };
    },
  };
}

export const graphRows: readonly Row[] = [10_000, 100_000].flatMap((steps) =>
  KINDS.map((kind) => graphRow(steps, kind)),
);
