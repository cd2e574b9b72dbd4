import { evaluate, evaluateNear, factorOf, NEAR_RBF } from '../kernel-function';
import { isHeldOut, setHeldOut } from '../solve/platt';
import { integerColumnOf, integerRow, PixelRows } from './pixel-rows';

/** Decision values of a solved fold's held-out samples, from exact kernel values (not rounded to f32). */
export function decideHeldOut<S extends PixelRows>(session: S): void {
  const solver = session.solver;
  // In member order, so that the rows are read from front to back.
  let held = 0;
  for (let member = 0; member < session.count; member++) {
    if (isHeldOut(session, member)) setColumn(session, held++, integerColumnOf(session, member));
  }
  // An even number of columns: they are taken two at a time.
  setColumn(session, held, 0);
  memory.fill(session.heldValues, 0, <usize>(held + 1) << 3);
  for (let k = 0; k < solver.size; k++) {
    const member = load<i32>(session.foldMembers + (<usize>k << 2));
    const at = <usize>member << 3;
    const alpha = load<f64>(solver.alpha + at);
    if (alpha == 0) continue;
    addSupport(session, integerRow<S>(session, member), alpha * load<f64>(solver.sign + at), held);
    session.work -= held * 2;
  }
  setHeldOut(session);
}

@inline
function setColumn(session: PixelRows, k: i32, column: i32): void {
  store<i32>(session.heldColumns + (<usize>k << 2), column);
}

/** values[k] += coefficient * kernel value of the row's sample and held-out sample k. */
function addSupport(session: PixelRows, integers: usize, coefficient: f64, held: i32): void {
  const form = session.form;
  const weight = f64x2.splat(coefficient);
  const factor = factorOf(form, session.gamma);
  let values = session.heldValues;
  let columns = session.heldColumns;
  const end = columns + (<usize>held << 2);
  if (form == NEAR_RBF) {
    for (; columns < end; columns += 8) {
      const value = evaluateNear(twoIntegers(integers, columns), factor);
      v128.store(values, f64x2.add(v128.load(values), f64x2.mul(weight, value)));
      values += 16;
    }
  } else {
    for (; columns < end; columns += 8) {
      const two = twoIntegers(integers, columns);
      const value = evaluate(two, form, factor, session.coef0, session.degree);
      v128.store(values, f64x2.add(v128.load(values), f64x2.mul(weight, value)));
      values += 16;
    }
  }
}

@inline
function twoIntegers(integers: usize, columns: usize): v128 {
  const first = v128.load32_zero(integers + (<usize>load<u32>(columns) << 2));
  return v128.load32_lane(integers + (<usize>load<u32>(columns, 4) << 2), first, 1);
}
