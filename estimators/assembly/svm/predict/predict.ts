import { listRow, partDistances, partProducts, rowBytes } from '../../rows/lists';
import { columnBytes } from '../../rows/pack';
import { GROUP, PART } from '../../rows/records';
import { evaluate, evaluateNear, factorOf, formOf, NEAR_RBF } from '../kernel-function';
import { RBF, VectorMachine } from '../records';
import { couplingDoubles, decide, GROUP_BYTES, pairCount, resultBytes, writeResult } from './decisions';

/** Bytes of scratch that `predictRows` needs. */
export function predictScratchBytes(features: u32, columns: u32, classes: i32): f64 {
  const lists = <f64>rowBytes(features) * GROUP;
  const values = <f64>columns * <f64>GROUP_BYTES;
  const decisions = <f64>pairCount(classes) * <f64>GROUP_BYTES;
  return PART * GROUP * 4 + values + decisions + <f64>couplingDoubles(classes) * 8 + lists;
}

/** Predicts `count` rows of bytes; row r's result goes to the r-th place from `out`. */
export function predictRows(
  address: usize,
  rows: usize,
  count: u32,
  scratch: usize,
  mode: i32,
  out: usize,
): void {
  const machine = changetype<VectorMachine>(address);
  const features = machine.features;
  const classes = machine.classCount;
  const integers = scratch;
  const values = integers + PART * GROUP * 4;
  const decisions = values + <usize>machine.columns * GROUP_BYTES;
  const coupling = decisions + <usize>pairCount(classes) * GROUP_BYTES;
  const lists = coupling + couplingDoubles(classes) * 8;
  const bytes = resultBytes(classes, mode);
  for (let first: u32 = 0; first < count; first += GROUP) {
    const here = min(GROUP, count - first);
    kernelValues(machine, rows + <usize>first * features, here, lists, integers, values);
    decide(machine, values, decisions);
    for (let row: u32 = 0; row < here; row++) {
      writeResult(machine, decisions + row * 8, mode, coupling, out);
      out += bytes;
    }
  }
}

/** values[support vector][row of the group] = kernel value. Rows that the group lacks repeat its last. */
function kernelValues(
  machine: VectorMachine,
  rows: usize,
  count: u32,
  lists: usize,
  integers: usize,
  values: usize,
): void {
  const features = machine.features;
  const form = formOf(machine.kernel, machine.gamma, features);
  const gamma = machine.gamma;
  const coef0 = machine.coef0;
  const degree = machine.degree;
  const oneList = rowBytes(features);
  for (let row: u32 = 0; row < GROUP; row++) {
    listRow(rows + <usize>min(row, count - 1) * features, features, lists + <usize>row * oneList);
  }
  const columns = machine.columns;
  const isDistance = form == RBF || form == NEAR_RBF;
  for (let column: u32 = 0; column < columns; column += PART) {
    const width = min(PART, columns - column);
    const part = machine.packed + <usize>column * columnBytes(features);
    const norms = machine.norms + (<usize>column << 2);
    for (let row: u32 = 0; row < GROUP; row++) {
      const list = lists + <usize>row * oneList;
      const out = integers + row * (PART * 4);
      if (isDistance) partDistances(list, features, column, width, part, norms, out);
      else partProducts(list, features, column, width, part, out);
    }
    transposeValues(integers, width, form, gamma, coef0, degree, values);
    values += <usize>width * GROUP_BYTES;
  }
}

/** integers[row][column of the part] to kernel values[column][row]. */
export function transposeValues(
  integers: usize,
  width: u32,
  form: i32,
  gamma: f64,
  coef0: f64,
  degree: i32,
  values: usize,
): void {
  const factor = factorOf(form, gamma);
  for (let row: usize = 0; row < GROUP; row += 2) {
    const at = integers + row * (PART * 4);
    const to = values + row * 8;
    if (form == NEAR_RBF) {
      for (let column: usize = 0; column < width; column++) {
        const two = twoRows(at + column * 4);
        v128.store(to + column * GROUP_BYTES, evaluateNear(two, factor));
      }
    } else {
      for (let column: usize = 0; column < width; column++) {
        const two = twoRows(at + column * 4);
        v128.store(to + column * GROUP_BYTES, evaluate(two, form, factor, coef0, degree));
      }
    }
  }
}

/** The integers of a column in two rows. */
@inline
function twoRows(at: usize): v128 {
  return v128.load32_lane(at, v128.load32_zero(at), 1, PART * 4);
}

