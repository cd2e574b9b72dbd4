import { power } from './power.js';
import type { RandomState } from './random-state.js';

/** A distribution of numbers, with SciPy's parameters. */
export type Distribution =
  /** Uniform on [loc, loc + scale). */
  | { readonly uniform: { readonly loc: number; readonly scale: number } }
  /** Its logarithm is uniform between those of `a` and `b`. */
  | { readonly loguniform: { readonly a: number; readonly b: number } };

/**
 * One number: SciPy 1.10's `uniform(loc, scale).rvs(random_state=…)` and `loguniform(a, b).rvs(random_state=…)`. The
 * power in the latter is rounded correctly; the last bit of NumPy's, and so of SciPy's, depends on the machine.
 *
 * Throws a RangeError for a `scale` below 0, or unless 0 < a < b; all finite.
 */
export function drawFrom(distribution: Distribution, random: RandomState): number {
  if ('uniform' in distribution) {
    const { loc, scale } = distribution.uniform;
    if (!Number.isFinite(loc) || !Number.isFinite(scale) || scale < 0) {
      throw new RangeError(
        `uniform needs a finite loc and a scale of at least 0; got loc ${loc}, scale ${scale}.`,
      );
    }
    // SciPy draws nothing then.
    if (scale === 0) return loc;
    return random.randomSample() * scale + loc;
  }
  const { a, b } = distribution.loguniform;
  if (!(a > 0 && b > a && Number.isFinite(b / a))) {
    throw new RangeError(`loguniform needs 0 < a < b, and a finite b / a; got a ${a}, b ${b}.`);
  }
  return a * power(b / a, random.randomSample());
}
