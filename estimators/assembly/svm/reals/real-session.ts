import { blockBytes } from '../../rows/blocks';
import { REAL_BLOCK } from '../../rows/records';
import { listNonZero, productsOfTerms, termsBytes, toDistances } from '../../rows/sums';
import { factorOf } from '../kernel-function';
import { PairJob } from '../records';
import { checkRow, fillUp } from '../solve/rows';
import { bytesOfArena, columnOf, kernelRowBytes, reserve, usesDistances } from '../solve/session';
import { copySharedRow, shareRow } from '../solve/shared-rows';
import { decideHeldOut } from './held-out';
import { evaluate, roundedRow } from './kernel-values';
import { featuresOf, RealRows } from './real-rows';

/** The training of a pair on doubles. */
@unmanaged
export class RealSession extends RealRows {
  prepare(job: PairJob): void {
    this.form = this.set.kernel;
    this.rowBytes = kernelRowBytes(this.count);
    this.sums = reserve(this, sumsBytes(this.firstWidth + this.secondWidth));
    this.terms = reserve(this, termsBytes(this.features));
    this.held = job.probability != 0 ? reserve(this, heldBytes(this.count, this.features)) : 0;
  }

  fillIn(): void {
    for (let member = 0; member < this.count; member++) {
      store<f64>(this.diagonal + (<usize>member << 3), selfValue(this, member));
    }
  }

  computeRow(member: i32, row: usize): void {
    this.termsEnd = listNonZero(featuresOf(this, member), this.features, this.terms);
    // The first class's values may end in those of columns that only fill up; the second's overwrite them.
    classValues(this, member, true, row);
    classValues(this, member, false, row + (<usize>this.firstCount << 2));
    fillUp(this, row);
    checkRow(this, row);
  }

  decideHeldOut(): void {
    decideHeldOut(this);
  }
}

@inline
function sumsBytes(columns: i32): usize {
  return <usize>columns << 3;
}

/** A fold holds out a fifth of the samples, or one more. */
@inline
function heldBytes(count: i32, features: u32): usize {
  return (<usize>(<u32>count / 5 + 1) / REAL_BLOCK + 1) * blockBytes(features);
}

/** Bytes of an arena for a pair of `count` samples in `columns` packed columns, `most` unless that is too few. */
export function arenaBytes(count: i32, columns: i32, features: u32, probability: i32, most: f64): f64 {
  const held = probability != 0 ? <f64>heldBytes(count, features) : 0;
  const scratch = held + <f64>sumsBytes(columns) + <f64>termsBytes(features);
  return bytesOfArena(count, scratch, kernelRowBytes(count), most);
}

@inline
function normOf(session: RealSession, column: u32): f64 {
  return load<f64>(session.set.norms + (<usize>column << 3));
}

/** K(x, x), in double precision. */
function selfValue(session: RealSession, member: i32): f64 {
  if (usesDistances(session)) return 1;
  const norm = f64x2.splat(normOf(session, columnOf(session, member)));
  const form = session.form;
  const value = evaluate(norm, form, factorOf(form, session.gamma), session.coef0, session.degree);
  return f64x2.extract_lane(value, 0);
}

/** The f32 kernel values of a member with the first or the second class. Those with its own class are shared by all pairs. */
function classValues(session: RealSession, member: i32, first: bool, row: usize): void {
  const set = session.set;
  const own = columnOf(session, member);
  const isOwn = member < session.firstCount == first;
  const count = first ? session.firstCount : session.count - session.firstCount;
  const bytes = <usize>count << 2;
  if (isOwn && copySharedRow(session.sharedRows, own, bytes, row)) return;
  const column = first ? session.firstColumn : session.secondColumn;
  const width = first ? session.firstWidth : session.secondWidth;
  const features = session.features;
  const sums = session.sums;
  const blocks = set.packed + <usize>(column / REAL_BLOCK) * blockBytes(features);
  productsOfTerms(session.terms, session.termsEnd, features, blocks, width, sums);
  if (usesDistances(session)) {
    toDistances(sums, width, normOf(session, own), set.norms + (<usize>column << 3));
  }
  roundedRow(sums, count, session.form, session.gamma, session.coef0, session.degree, row);
  if (isOwn) shareRow(session.sharedRows, own, bytes, row);
  session.work -= width * 4 + (<i64>(session.termsEnd - session.terms) * <i64>width) / 64;
}
