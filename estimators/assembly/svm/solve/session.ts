import { BLOCK } from '../../rows/records';
import { NEAR_RBF } from '../kernel-function';
import { Lane, PairJob, RBF, SampleSet, SharedRows } from '../records';
import { layOut, listsBytes, RowCache } from './row-cache';
import { Solver } from './solver-state';

/**
 * The training of one pair of classes: its kernel rows and one solver, which all solves of the pair use one
 * after the other. It lies in the arena that the pair owns and survives from call to call. A *member* is a
 * sample of the pair by number: 0..firstCount-1 are of the first class, the others of the second.
 *
 * How kernel values are computed depends on what the samples are made of, and is in a class of its own:
 * pixels/pixel-session.ts and reals/real-session.ts. The functions that use a session are generic in it, so their calls are as
 * direct as if there were but one class.
 */
@unmanaged
export abstract class Session {
  set: SampleSet;
  sharedRows: SharedRows;
  /** The kernel function's form, see kernel-function.ts. Set by `prepare`. */
  form: i32;
  degree: i32;
  gamma: f64;
  coef0: f64;
  features: u32;
  /** Where a class's packed columns start, and how many they are. */
  firstColumn: u32;
  firstWidth: i32;
  secondColumn: u32;
  secondWidth: i32;
  /**
   * Members of the first class; of the pair; and the latter filled up to whole blocks, so that there is at least
   * one number, `count`, that is no member.
   */
  firstCount: i32;
  count: i32;
  width: i32;
  /** Whether a kernel value was too large for an f32. There is no model then. */
  overflown: bool;
  /** What is left of this call's work, in steps of very roughly a nanosecond. */
  work: i64;
  /** A row a member: f32 kernel values with all members, then whatever else the subclass keeps. */
  rows: RowCache;
  /** Bytes of such a row. Set by `prepare`. */
  rowBytes: usize;
  /** A row a member: f32 kernel values in the solver's dense order, while that is not all members. */
  activeRows: RowCache;
  /** f64 a member: its kernel value with itself. */
  diagonal: usize;
  solver: Solver;
  /** Where the training stands, see train.ts. */
  candidate: i32;
  step: i32;
  solving: bool;
  /** The members of the fold being solved, in the order that libsvm starts with. */
  foldMembers: usize;
  /** Decision values so far of its held-out samples, in member order. */
  heldValues: usize;
  /** f64 a member: Platt's cross-validated decision values. */
  decisions: usize;
  /** End of what the arena has given out. */
  top: usize;

  /** Chooses the form and what a row holds, and reserves scratch memory. */
  abstract prepare(job: PairJob): void;
  /** Fills in the diagonal, and rows that are as good as known. */
  abstract fillIn(): void;
  /** Computes the row of a member, filled up and checked. */
  abstract computeRow(member: i32, row: usize): void;
  /** Sets the decision values of a solved fold's held-out samples, from kernel values that are not rounded to f32. */
  abstract decideHeldOut(): void;
}

/** Arrays that a session lays out take at most this many doubles a member. */
const DOUBLES_A_MEMBER: f64 = 16;
/** Room for the records and for aligning every array; and for those of the caches. */
const OVERHEAD: f64 = 4096;
/** Two rows are in use at once, and a third may be under way. */
const LEAST_ROWS: i32 = 3;

@inline
function wholeBlocks(count: i32): i32 {
  return (count + <i32>BLOCK - 1) & ~(<i32>BLOCK - 1);
}

/** Room for the values of whole blocks, and for the last vector of a class that ends within one. */
@inline
export function kernelRowBytes(count: i32): usize {
  return <usize>wholeBlocks(count + 4) << 2;
}

/** Bytes in both caches for one more row. */
@inline
function bytesPerRow(count: i32, rowBytes: usize): f64 {
  return <f64>(rowBytes + kernelRowBytes(count) + 32);
}

/**
 * Bytes of an arena for a pair of `count` samples: enough for all its rows, but no more than `most` unless the least
 * that is needed exceeds it. `own` are the bytes that `prepare` reserves, and `rowBytes` those of a row.
 */
@inline
export function bytesOfArena(count: i32, own: f64, rowBytes: usize, most: f64): f64 {
  const arrays = <f64>wholeBlocks(count + 1) * (8 * DOUBLES_A_MEMBER);
  const fixed = 2 * OVERHEAD + own + arrays + 2 * <f64>listsBytes(0, count);
  const each = bytesPerRow(count, rowBytes);
  return max(fixed + LEAST_ROWS * each, min(most, fixed + <f64>max(count, LEAST_ROWS) * each));
}

/** The session that a lane's arena starts with. */
@inline
export function sessionOf<S extends Session>(lane: Lane): S {
  return changetype<S>(lane.arena);
}

/** Lays out the arena of a lane for a pair. */
export function begin<S extends Session>(lane: Lane, job: PairJob): void {
  const session = sessionOf<S>(lane);
  const set = changetype<SampleSet>(job.set);
  session.set = set;
  session.sharedRows = changetype<SharedRows>(job.sharedRows);
  session.degree = set.degree;
  session.gamma = set.gamma;
  session.coef0 = set.coef0;
  session.features = set.features;
  session.firstColumn = job.firstColumn;
  session.firstWidth = job.firstWidth;
  session.secondColumn = job.secondColumn;
  session.secondWidth = job.secondWidth;
  session.firstCount = job.firstCount;
  session.count = session.firstCount + job.secondCount;
  session.width = wholeBlocks(session.count + 1);
  session.overflown = false;
  session.candidate = 0;
  session.step = 0;
  session.solving = false;
  session.top = lane.arena + offsetof<S>();
  session.prepare(job);
  layOutArrays(session);
  layOutCaches(session, <f64>(lane.arena + lane.arenaBytes - session.top));
  session.fillIn();
}

/** Takes memory from the arena. */
export function reserve(session: Session, bytes: usize): usize {
  const address = (session.top + 63) & ~63;
  session.top = address + bytes;
  return address;
}

function layOutArrays(session: Session): void {
  const wide = <usize>session.width << 3;
  session.diagonal = reserve(session, wide);
  session.foldMembers = reserve(session, wide >> 1);
  session.heldValues = reserve(session, wide);
  session.decisions = reserve(session, wide);
  const solver = changetype<Solver>(reserve(session, offsetof<Solver>()));
  session.solver = solver;
  solver.up = reserve(session, wide);
  solver.low = reserve(session, wide);
  solver.diagonal = reserve(session, wide);
  solver.members = reserve(session, wide >> 1);
  solver.alpha = reserve(session, wide);
  solver.sign = reserve(session, wide);
  solver.bar = reserve(session, wide);
  solver.fresh = reserve(session, wide);
  solver.settled = reserve(session, wide >> 3);
  solver.place = reserve(session, wide >> 1);
  solver.order = reserve(session, wide >> 1);
  solver.eventMembers = reserve(session, wide >> 1);
  solver.eventSteps = reserve(session, wide);
}

/** Places the caches in the last `bytes` of the arena. */
function layOutCaches(session: Session, bytes: f64): void {
  const count = session.count;
  const room = bytes - OVERHEAD - 2 * <f64>listsBytes(0, count);
  const fitting = room / bytesPerRow(count, session.rowBytes);
  const slots = <i32>min(fitting, <f64>max(count, LEAST_ROWS));
  if (slots < LEAST_ROWS) unreachable();
  session.rows = layOutCache(session, slots, session.rowBytes);
  session.activeRows = layOutCache(session, slots, kernelRowBytes(count));
}

function layOutCache(session: Session, slots: i32, bytes: usize): RowCache {
  const cache = changetype<RowCache>(reserve(session, offsetof<RowCache>()));
  const lists = reserve(session, listsBytes(slots, session.count));
  layOut(cache, slots, session.count, bytes, lists, reserve(session, <usize>slots * bytes));
  return cache;
}

/** The packed column of a member. */
@inline
export function columnOf(session: Session, member: i32): u32 {
  return member < session.firstCount
    ? session.firstColumn + member
    : session.secondColumn + (member - session.firstCount);
}

/** Whether the kernel function takes squared distances, else products. */
@inline
export function usesDistances(session: Session): bool {
  return session.form == RBF || session.form == NEAR_RBF;
}
