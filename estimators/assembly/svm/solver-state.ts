/**
 * The state of one solve, kept between calls. The arrays hold one entry a sample *in active order*: the first
 * `active` positions are the active set, and shrinking swaps entries, as libsvm does.
 *
 * With y = +1 or -1 and G the gradient of the dual objective, the solver works on the signed gradient
 * g = y * G, which needs no sign in the kernel rows. Negating commutes with rounding, so every number equals
 * libsvm's up to its sign. g is kept twice, so that the loops need no tests:
 *
 *     up[k]  = g[k] where sample k may move up   (I_up:  y = +1 and alpha < C, or y = -1 and alpha > 0), else +inf
 *     low[k] = g[k] where sample k may move down (I_low: y = +1 and alpha > 0, or y = -1 and alpha < C), else -inf
 *
 * Adding to an infinity leaves it as it is, so both get the same update. At least one of the two is finite;
 * both are where 0 < alpha < C (a free sample). Those of inactive samples are out of date, but for the infinities.
 */
@unmanaged
export class Solver {
  /** Samples of this solve. */
  count: i32;
  active: i32;
  C: f64;
  tolerance: f64;
  /** f64 a position. */
  up: usize;
  low: usize;
  alpha: usize;
  /** y, as +1 or -1. */
  sign: usize;
  /** K(k, k), not rounded. */
  diagonal: usize;
  /** y * G_bar: the part of the gradient that comes from samples at their upper bound. See `flushEvents`. */
  bar: usize;
  /** Scratch: gradients being reconstructed. */
  fresh: usize;
  /** i32 a position: the pair's member; the position at the start of the solve. */
  members: usize;
  origins: usize;
  /** Whether position k is still member k of the pair, so that the pair's rows can be used as they are. */
  identity: bool;
  /** Samples that reached (+C y) or left (-C y) their upper bound, in time order, not yet added to `bar`. */
  events: i32;
  eventMembers: usize;
  eventSteps: usize;
  iterations: i32;
  /** Iterations until the next shrinking. */
  countdown: i32;
  unshrunk: bool;
  /** The first sample to change (-1: none) and its up[], where `firstKnown`. */
  firstKnown: bool;
  first: i32;
  least: f64;
  second: i32;
  rho: f64;
}
