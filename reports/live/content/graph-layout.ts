import type { Study } from '../../../pipeline/study/study.js';
import type { GraphLayout } from '../wire.js';

const NODE = { width: 172, height: 48 };
const GAP = { column: 22, row: 14 };
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
    edges: edges.map(({ from, to }) => ({
      tail: from,
      head: to,
      attributes: { weight: isFan(from, to, edges) ? 2 : 1 },
    })),
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
      path: edgePath(
        centres.get(from)!,
        centres.get(to)!,
        [...centres.values()],
        drawn[index]!.pos.split(' ').map(flip),
      ),
    })),
  };
}

/** Where many edges part or come together they are kept short: such steps stand in one column. */
function isFan(from: string, to: string, edges: readonly Edge[]): boolean {
  const count = (isIn: (edge: Edge) => boolean) => edges.filter(isIn).length;
  return count((edge) => edge.from === from) > 2 || count((edge) => edge.to === to) > 2;
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

/**
 * The way of an edge: a curve into the row of one of its ends, and straight on in that row, if no other step stands in
 * it; else the way that Graphviz found past the others.
 */
function edgePath(from: Point, to: Point, centres: readonly Point[], spline: readonly Point[]): string {
  const [start, end] = [from.x + NODE.width / 2, to.x - NODE.width / 2];
  const isFree = (row: number) =>
    !centres.some(({ x, y }) => x > from.x && x < to.x && Math.abs(y - row) < NODE.height * 0.6);
  if (isFree(from.y))
    return `M${start} ${from.y}H${end - GAP.column}${curve(end - GAP.column, from.y, end, to.y)}`;
  if (isFree(to.y)) return `M${start} ${from.y}${curve(start, from.y, start + GAP.column, to.y)}H${end}`;
  const [first, ...others] = spline.map(({ x, y }) => `${round(x)} ${round(y)}`);
  return `M${first}C${others.join(' ')}`;
}

/** From one place to another, leaving and arriving in the direction of the row. */
function curve(x: number, y: number, toX: number, toY: number): string {
  const middle = (x + toX) / 2;
  return `C${middle} ${y} ${middle} ${toY} ${toX} ${toY}`;
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
