import type { Study } from '../../pipeline/study.js';
import type { GraphLayout } from './wire.js';

const NODE = { width: 152, height: 48 };
const GAP = { column: 44, row: 14 };
/** Graphviz measures nodes in inches. */
const POINTS_AN_INCH = 72;

interface Edge {
  readonly from: string;
  readonly to: string;
}

/**
 * Lays the steps out from left to right (Graphviz, `dot`). An edge is left out where a longer way leads to the same step:
 * what is left shows what waits for what, and stays readable.
 */
export async function layOut({ steps }: Pick<Study, 'steps'>): Promise<GraphLayout> {
  const { instance } = await import('@viz-js/viz');
  const edges = withoutDetours(
    steps.map(({ id, inputs }) => ({
      step: id,
      before: [...new Set(Object.values(inputs).map((output) => output.step))],
    })),
  );
  const {
    bb,
    objects,
    edges: drawn = [],
  } = (await instance()).renderJSON({
    graphAttributes: {
      rankdir: 'LR',
      ranksep: GAP.column / POINTS_AN_INCH,
      nodesep: GAP.row / POINTS_AN_INCH,
    },
    nodeAttributes: {
      shape: 'box',
      fixedsize: true,
      width: NODE.width / POINTS_AN_INCH,
      height: NODE.height / POINTS_AN_INCH,
    },
    edgeAttributes: { arrowhead: 'none', tailport: 'e', headport: 'w' },
    nodes: steps.map(({ id }) => ({ name: id })),
    edges: edges.map(({ from, to }) => ({ tail: from, head: to })),
  }) as Drawing;
  const [, , width = 0, height = 0] = numbers(bb);
  // Graphviz counts upwards.
  const flip = (point: string): Point => {
    const [x = 0, y = 0] = numbers(point);
    return { x, y: height - y };
  };
  const centres = new Map(objects.map(({ name, pos }) => [name, flip(pos)]));
  return {
    width,
    height,
    nodeWidth: NODE.width,
    nodeHeight: NODE.height,
    nodes: steps.map(({ id }) => {
      const { x, y } = centres.get(id)!;
      return { step: id, x: x - NODE.width / 2, y: y - NODE.height / 2 };
    }),
    edges: edges.map(({ from, to }, index) => ({
      from,
      to,
      path: edgePath(centres.get(from)!, centres.get(to)!, drawn[index]!.pos.split(' ').map(flip)),
    })),
  };
}

/** What is used of Graphviz' JSON. Edges come in the order in which they were given. */
interface Drawing {
  readonly bb: string;
  readonly objects: readonly { readonly name: string; readonly pos: string }[];
  readonly edges?: readonly { readonly pos: string }[];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

/** Between neighbouring columns a plain curve; a longer edge goes the way that Graphviz found past other steps. */
function edgePath(from: Point, to: Point, spline: readonly Point[]): string {
  const [start, end] = [from.x + NODE.width / 2, to.x - NODE.width / 2];
  if (end - start < NODE.width) {
    const middle = (start + end) / 2;
    return `M${start} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${end} ${to.y}`;
  }
  const [first, ...others] = spline.map(({ x, y }) => `${round(x)} ${round(y)}`);
  return `M${first}C${others.join(' ')}`;
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}

/** The edges of a graph without those that a longer way stands for (its transitive reduction). */
function withoutDetours(
  steps: readonly { readonly step: string; readonly before: readonly string[] }[],
): Edge[] {
  /** Step -> all that come before it, at whatever distance. */
  const ancestors = new Map<string, ReadonlySet<string>>();
  return steps.flatMap(({ step, before }) => {
    const beyond = new Set(before.flatMap((one) => [...(ancestors.get(one) ?? [])]));
    ancestors.set(step, new Set([...before, ...beyond]));
    return before.filter((one) => !beyond.has(one)).map((one) => ({ from: one, to: step }));
  });
}
