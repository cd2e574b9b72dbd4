import { placeRow } from '../../rows/blocks';
import { REAL_BLOCK } from '../../rows/records';
import { distances, products } from '../../rows/sums';
import { isHeldOut, setHeldOut } from '../solve/platt';
import { usesDistances } from '../solve/session';
import { evaluateAll } from './kernel-values';
import { featuresOf, RealRows } from './real-rows';

/** Decision values of a solved fold's held-out samples, from exact kernel values (not rounded to f32). */
export function decideHeldOut(session: RealRows): void {
  const solver = session.solver;
  const features = session.features;
  let held: u32 = 0;
  for (let member = 0; member < session.count; member++) {
    if (isHeldOut(session, member)) placeRow(featuresOf(session, member), features, session.held, held++);
  }
  // What fills up the last block means nothing, and nobody reads what comes of it.
  const width = (held + REAL_BLOCK - 1) & ~(REAL_BLOCK - 1);
  memory.fill(session.heldValues, 0, <usize>width << 3);
  for (let k = 0; k < solver.size; k++) {
    const member = load<i32>(session.foldMembers + (<usize>k << 2));
    const at = <usize>member << 3;
    const alpha = load<f64>(solver.alpha + at);
    if (alpha == 0) continue;
    addSupport(session, featuresOf(session, member), alpha * load<f64>(solver.sign + at), width);
    session.work -= width * 4 + (<i64>features * <i64>width) / 4;
  }
  setHeldOut(session);
}

/** values[k] += coefficient * kernel value of the row and held-out sample k. */
function addSupport(session: RealRows, row: usize, coefficient: f64, width: u32): void {
  const sums = session.sums;
  if (usesDistances(session)) distances(row, session.features, session.held, width, sums);
  else products(row, session.features, session.held, width, sums);
  evaluateAll(sums, width, session.form, session.gamma, session.coef0, session.degree);
  const weight = f64x2.splat(coefficient);
  for (let at: usize = 0; at < <usize>width << 3; at += 16) {
    const values = session.heldValues + at;
    v128.store(values, f64x2.add(v128.load(values), f64x2.mul(weight, v128.load(sums + at))));
  }
}
