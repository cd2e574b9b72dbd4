import { listBytes } from '../../rows/dots';
import { evaluate, factorOf, formOf } from '../kernel-function';
import { PairJob } from '../records';
import { bytesOfArena, columnOf, kernelRowBytes, reserve, usesDistances } from '../solve/session';
import { fillRows } from './pair-values';
import { decideHeldOut } from './pixel-held-out';
import { computeRow, PixelRows } from './pixel-rows';

/** The training of a pair on pixels. */
@unmanaged
export class PixelSession extends PixelRows {
  prepare(job: PairJob): void {
    const columns = this.firstWidth + this.secondWidth;
    this.form = formOf(this.set.kernel, this.gamma, this.features);
    this.keepsIntegers = job.probability != 0;
    this.integersOffset = kernelRowBytes(this.count);
    this.rowBytes = rowBytes(this.count, columns, this.keepsIntegers);
    this.list = reserve(this, listBytes(this.features));
    this.integers = reserve(this, <usize>columns << 2);
    this.heldColumns = reserve(this, <usize>this.width << 2);
  }

  fillIn(): void {
    for (let member = 0; member < this.count; member++) {
      store<f64>(this.diagonal + (<usize>member << 3), selfValue(this, member));
    }
    if (this.set.productRows != 0) fillRows(this);
  }

  computeRow(member: i32, row: usize): void {
    computeRow(this, member, row);
  }

  decideHeldOut(): void {
    decideHeldOut<PixelSession>(this);
  }
}

@inline
function rowBytes(count: i32, columns: i32, keepsIntegers: bool): usize {
  return kernelRowBytes(count) + (keepsIntegers ? <usize>columns << 2 : 0);
}

/** Bytes of an arena for a pair of `count` samples in `columns` packed columns, `most` unless that is too few. */
export function arenaBytes(count: i32, columns: i32, features: u32, probability: i32, most: f64): f64 {
  const own = <f64>listBytes(features) + <f64>(count + columns + 32) * 4;
  return bytesOfArena(count, own, rowBytes(count, columns, probability != 0), most);
}

/** K(x, x), in double precision. */
function selfValue(session: PixelSession, member: i32): f64 {
  if (usesDistances(session)) return 1;
  const norm = load<i32>(session.set.norms + (<usize>columnOf(session, member) << 2));
  const form = session.form;
  const factor = factorOf(form, session.gamma);
  const value = evaluate(i32x4.splat(norm), form, factor, session.coef0, session.degree);
  return f64x2.extract_lane(value, 0);
}
