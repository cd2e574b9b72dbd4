import { conjugateGradients } from './conjugate-gradients.js';
import type { Objective, PointOnObjective } from './objective.js';
import { addScaled, dot, maxNorm } from './vectors.js';

export interface Minimum {
  readonly point: Float64Array;
  /** Newton steps taken. */
  readonly iterations: number;
  /** Whether the gradient is small enough; otherwise the steps ran out, or rounding allows no better point. */
  readonly converged: boolean;
}

/** A step must lower the function by this share of what its slope promises. */
const SUFFICIENT = 1e-4;
/** Where rounding hides a decrease, a step must flatten the slope to this share instead. */
const FLATTENED = 0.9;
/** How much of the value may be rounding. */
const ROUNDING = 1e-12;
/** Halvings of a step. */
const MOST_HALVINGS = 40;

/**
 * Minimises a convex function by Newton's method: each step solves the Newton equation by conjugate gradients, as far
 * as it pays (the nearer the minimum, the more exactly), and is halved until it lowers the function enough.
 * Ends where no entry of the gradient exceeds `tol`, or after `maxIter` steps.
 * Source: Nocedal and Wright, "Numerical Optimization" (2006), algorithm 7.1; the test of a step where rounding
 * hides the decrease is Hager and Zhang's (2005) approximate Wolfe condition.
 *
 * @param onStep is told the largest entry of the gradient, before each step and at the end
 */
export async function newtonCg(
  objective: Objective,
  start: Float64Array,
  { tol, maxIter }: { readonly tol: number; readonly maxIter: number },
  onStep: (largestGradient: number) => void,
): Promise<Minimum> {
  let here = await objective.at(start);
  for (let iterations = 0; ; iterations++) {
    const largest = maxNorm(here.gradient);
    onStep(largest);
    if (largest <= tol) return { point: here.point, iterations, converged: true };
    if (iterations === maxIter) return { point: here.point, iterations, converged: false };
    const diagonal = await objective.hessianDiagonal();
    const direction = await conjugateGradients(objective, here.gradient, diagonal);
    const next = await lineSearch(objective, here, direction);
    if (!next) return { point: here.point, iterations, converged: false };
    here = next;
  }
}

/** The first of the points a step, half of it, a quarter ... away that is good enough; undefined if none is. */
async function lineSearch(
  objective: Objective,
  from: PointOnObjective,
  direction: Float64Array,
): Promise<PointOnObjective | undefined> {
  const slope = dot(from.gradient, direction);
  let step = 1;
  for (let halving = 0; halving <= MOST_HALVINGS; halving++) {
    const to = await objective.at(addScaled(from.point, step, direction));
    if (to.value <= from.value + SUFFICIENT * step * slope) return to;
    const isLevel = to.value <= from.value + ROUNDING * Math.abs(from.value);
    if (isLevel && Math.abs(dot(to.gradient, direction)) <= FLATTENED * Math.abs(slope)) return to;
    step /= 2;
  }
  return undefined;
}
