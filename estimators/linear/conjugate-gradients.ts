import type { Objective } from './objective.js';
import { addScaled, dot } from './vectors.js';

/** The Newton equation is solved to this share of the gradient at least, and better near the minimum. */
const LOOSEST = 0.1;
const MOST_ITERATIONS = 1000;

/**
 * Solves H d = -g approximately by conjugate gradients, preconditioned with the diagonal of H: a direction in which a
 * convex function falls. Stops once the residual is min(0.1, sqrt |g|) of the gradient, both in the norm of the
 * preconditioner, which makes Newton's method converge faster than linearly.
 */
export async function conjugateGradients(
  objective: Pick<Objective, 'hessianTimes'>,
  gradient: Float64Array,
  diagonal: Float64Array,
): Promise<Float64Array> {
  const precondition = (vector: Float64Array) => vector.map((value, i) => value / diagonal[i]!);
  let solution: Float64Array = new Float64Array(gradient.length);
  let residual: Float64Array = gradient.map((value) => -value);
  let preconditioned = precondition(residual);
  let direction: Float64Array = preconditioned;
  let norm = dot(residual, preconditioned);
  const share = Math.min(LOOSEST, Math.sqrt(Math.sqrt(norm)));
  const enough = share * share * norm;
  for (let iteration = 0; iteration < MOST_ITERATIONS && norm > enough; iteration++) {
    const product = await objective.hessianTimes(direction);
    const curvature = dot(direction, product);
    // Rounding: the function is as good as flat this way.
    if (curvature <= 0) break;
    const length = norm / curvature;
    solution = addScaled(solution, length, direction);
    residual = addScaled(residual, -length, product);
    preconditioned = precondition(residual);
    const nextNorm = dot(residual, preconditioned);
    direction = addScaled(preconditioned, nextNorm / norm, direction);
    norm = nextNorm;
  }
  return solution;
}
