import { evaluate, RBF } from './kernel-function';
import { BLOCK, listBytes } from './pack';
import { PairJob, SampleSet } from './records';
import { layOut, listsBytes, RowCache } from './row-cache';
import { Solver } from './solver-state';

/**
 * The training of one pair of classes: its kernel rows and one solver, which all solves of the pair use one
 * after the other. It lies in the arena that the pair owns and survives from call to call. A *member* is a
 * sample of the pair by number: 0..firstCount-1 are of the first class, the others of the second.
 */
@unmanaged
export class Session {
  set: SampleSet;
  kernel: i32;
  degree: i32;
  gamma: f64;
  coef0: f64;
  features: u32;
  firstColumn: u32;
  firstCount: i32;
  /** Columns that a class takes: whole blocks. */
  firstWidth: i32;
  secondColumn: u32;
  secondWidth: i32;
  /** Members of the pair. */
  count: i32;
  keepsIntegers: bool;
  /** What is left of this call's work, in steps of very roughly a nanosecond. */
  work: i64;
  /** A row a member: f32 kernel values with all members, then (if kept) the integers with all columns. */
  rows: RowCache;
  integersOffset: usize;
  /** f32 kernel values in the order of the current solve, by member; filled as far as they were needed. */
  ordered: RowCache;
  /** Scratch: a row's list of nonzero features; a row of integers. */
  list: usize;
  integers: usize;
  /** f64 a member: its kernel value with itself. */
  diagonal: usize;
  solver: Solver;
  /** Where the training stands, see train.ts. */
  candidate: i32;
  step: i32;
  solving: bool;
  /** The fold being solved: its members in libsvm's order, and the coefficients found. */
  foldMembers: usize;
  foldCoefficients: usize;
  /** Held-out samples of the fold: their columns in an integer row; their decision values so far. */
  heldColumns: usize;
  heldValues: usize;
  /** f64 a member: Platt's cross-validated decision values. */
  decisions: usize;
  /** End of what the arena has given out. */
  top: usize;
}

/** Arrays of a double a member, and of half of that, that a session lays out: at most this many doubles. */
const DOUBLES_A_MEMBER: f64 = 16;
/** Room for the records and for aligning every array. */
const OVERHEAD: f64 = 8192;
/** Two rows are in use at once, and a third may be under way. */
const LEAST_ROWS: i32 = 3;

@inline
function padded(count: i32): i32 {
  return (count + BLOCK - 1) & ~(BLOCK - 1);
}

@inline
function kernelRowBytes(count: i32): usize {
  return <usize>padded(count + 4) << 2;
}

@inline
function rowBytes(count: i32, width: i32, keepsIntegers: bool): usize {
  return kernelRowBytes(count) + (keepsIntegers ? <usize>width << 2 : 0);
}

@inline
function fixedBytes(count: i32, width: i32, features: u32): f64 {
  return OVERHEAD + <f64>listBytes(features) + <f64>width * 4 + <f64>padded(count) * (8 * DOUBLES_A_MEMBER);
}

/** Bytes in both caches for one more row. */
@inline
function bytesPerRow(count: i32, width: i32, keepsIntegers: bool): f64 {
  return <f64>(rowBytes(count, width, keepsIntegers) + kernelRowBytes(count) + 32);
}

/**
 * Bytes of an arena for a pair of `count` samples in `width` columns: enough for all its rows, but no more
 * than `most` unless the least that is needed exceeds it.
 */
export function arenaBytes(count: i32, width: i32, features: u32, probability: i32, most: f64): f64 {
  const fixed = fixedBytes(count, width, features) + 2 * <f64>listsBytes(0, count);
  const each = bytesPerRow(count, width, probability != 0);
  return max(fixed + LEAST_ROWS * each, min(most, fixed + count * each));
}

/** Lays out the arena of a pair that is not begun. The session is at its start. */
export function begin(job: PairJob): void {
  const session = changetype<Session>(<usize>job.arena);
  const set = changetype<SampleSet>(<usize>job.set);
  session.set = set;
  session.kernel = <i32>set.kernel;
  session.degree = <i32>set.degree;
  session.gamma = set.gamma;
  session.coef0 = set.coef0;
  session.features = <u32>set.features;
  session.firstColumn = <u32>job.firstColumn;
  session.firstCount = <i32>job.firstCount;
  session.firstWidth = padded(session.firstCount);
  session.secondColumn = <u32>job.secondColumn;
  session.secondWidth = padded(<i32>job.secondCount);
  session.count = session.firstCount + <i32>job.secondCount;
  session.keepsIntegers = job.probability != 0;
  session.candidate = 0;
  session.step = 0;
  session.solving = false;
  session.top = <usize>job.arena + offsetof<Session>();
  layOutArrays(session);
  layOutCaches(session, job.arenaBytes);
  fillDiagonal(session);
  job.begun = 1;
}

function reserve(session: Session, bytes: usize): usize {
  const address = (session.top + 63) & ~63;
  session.top = address + bytes;
  return address;
}

function layOutArrays(session: Session): void {
  const wide = <usize>padded(session.count) << 3;
  session.list = reserve(session, listBytes(session.features));
  session.integers = reserve(session, <usize>(session.firstWidth + session.secondWidth) << 2);
  session.diagonal = reserve(session, wide);
  session.foldMembers = reserve(session, wide >> 1);
  session.foldCoefficients = reserve(session, wide);
  session.heldColumns = reserve(session, wide >> 1);
  session.heldValues = reserve(session, wide);
  session.decisions = reserve(session, wide);
  const solver = changetype<Solver>(reserve(session, offsetof<Solver>()));
  session.solver = solver;
  solver.up = reserve(session, wide);
  solver.low = reserve(session, wide);
  solver.alpha = reserve(session, wide);
  solver.sign = reserve(session, wide);
  solver.diagonal = reserve(session, wide);
  solver.bar = reserve(session, wide);
  solver.fresh = reserve(session, wide);
  solver.members = reserve(session, wide >> 1);
  solver.origins = reserve(session, wide >> 1);
  solver.eventMembers = reserve(session, wide >> 1);
  solver.eventSteps = reserve(session, wide);
}

function layOutCaches(session: Session, bytes: f64): void {
  const count = session.count;
  const width = session.firstWidth + session.secondWidth;
  const fixed = fixedBytes(count, width, session.features) + 2 * <f64>listsBytes(0, count);
  const fitting = (bytes - fixed) / bytesPerRow(count, width, session.keepsIntegers);
  const slots = <i32>min(fitting, <f64>max(count, LEAST_ROWS));
  if (slots < LEAST_ROWS) unreachable();
  session.integersOffset = kernelRowBytes(count);
  session.rows = layOutCache(session, slots, rowBytes(count, width, session.keepsIntegers));
  session.ordered = layOutCache(session, slots, kernelRowBytes(count));
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

/** The column of a member in the pair's rows of integers. */
@inline
export function integerColumnOf(session: Session, member: i32): i32 {
  return member < session.firstCount ? member : session.firstWidth + (member - session.firstCount);
}

function fillDiagonal(session: Session): void {
  const norms = <usize>session.set.norms;
  for (let member = 0; member < session.count; member++) {
    const norm = <f64>load<u32>(norms + (<usize>columnOf(session, member) << 2));
    const self = f64x2.splat(session.kernel == RBF ? 0 : norm);
    const value = evaluate(self, session.kernel, session.gamma, session.coef0, session.degree);
    store<f64>(session.diagonal + (<usize>member << 3), f64x2.extract_lane(value, 0));
  }
}
