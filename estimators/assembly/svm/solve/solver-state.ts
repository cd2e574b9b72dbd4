/**
 * The state of one solve, kept between calls. With y = +1 or -1 and G the gradient of the dual objective, the
 * solver works on the signed gradient g = y * G, which needs no sign in the kernel rows. Negating commutes with
 * rounding, so every number equals libsvm's up to its sign.
 *
 * Three orders of the samples are in play:
 *
 * - by *member*, the pair's own numbers 0..count-1, which its kernel rows have;
 * - libsvm's, in which shrinking swaps samples and which decides ties and the order of sums: `order` and `place`;
 *   its first `active` places are the active set;
 * - the *dense* order of the arrays that every step runs through. It is by member as well: either it is all
 *   members (`full`), those outside the solve or the active set included, or just the active ones.
 *
 * In dense order g is kept twice, so that the loops need no tests:
 *
 *     up[k]  = g where sample k may move up   (I_up:  y = +1 and alpha < C, or y = -1 and alpha > 0), else +inf
 *     low[k] = g where sample k may move down (I_low: y = +1 and alpha > 0, or y = -1 and alpha < C), else -inf
 *
 * Adding to an infinity leaves it as it is, so both get the same updates. Both are finite for a *free* sample,
 * 0 < alpha < C; for one that is not active, or only fills up the arrays' length, neither is.
 */
@unmanaged
export class Solver {
  /** Samples of this solve, and of its active set. */
  size: i32;
  active: i32;
  C: f64;
  tolerance: f64;
  /** Dense order: whole blocks of f64. `diagonal` is K(k, k), not rounded; `members` is i32. */
  length: i32;
  full: bool;
  up: usize;
  low: usize;
  diagonal: usize;
  members: usize;
  /** f64 a member. */
  alpha: usize;
  /** y, as +1 or -1. */
  sign: usize;
  /** y * G_bar: the part of the gradient that comes from samples at their upper bound; see `recordEvent`. */
  bar: usize;
  /** Scratch: gradients being reconstructed. */
  fresh: usize;
  /** u8 a member: whether shrinking takes it out. */
  settled: usize;
  /** i32 a member: its place in libsvm's order, OUTSIDE if it is not of this solve. */
  place: usize;
  /** i32 a place: the member there. */
  order: usize;
  /** Samples that reached (+C y) or left (-C y) their upper bound, in time order, not yet added to `bar`. */
  events: i32;
  eventMembers: usize;
  eventSteps: usize;
  iterations: i32;
  /** The largest alpha so far. */
  most: f64;
  /** Iterations until the next shrinking. */
  countdown: i32;
  unshrunk: bool;
  /** The first sample to change, in dense order (-1: none), and its up[], where `firstKnown`. */
  firstKnown: bool;
  first: i32;
  least: f64;
  second: i32;
  /** A guess at the next second sample: the best one that was seen before this one. Any sample would do. */
  guess: i32;
  rho: f64;
}

/** The place of a member that is not of the solve: after all others. */
export const OUTSIDE: i32 = i32.MAX_VALUE;

@inline
export function get(array: usize, k: i32): f64 {
  return load<f64>(array + (<usize>k << 3));
}

@inline
export function set(array: usize, k: i32, value: f64): void {
  store<f64>(array + (<usize>k << 3), value);
}

@inline
export function memberAt(solver: Solver, place: i32): i32 {
  return load<i32>(solver.order + (<usize>place << 2));
}

@inline
export function placeOf(solver: Solver, member: i32): i32 {
  return load<i32>(solver.place + (<usize>member << 2));
}

@inline
export function setPlace(solver: Solver, member: i32, place: i32): void {
  store<i32>(solver.place + (<usize>member << 2), place);
}

/** The member at a position of the dense order. */
@inline
export function denseMember(solver: Solver, k: i32): i32 {
  return load<i32>(solver.members + (<usize>k << 2));
}
