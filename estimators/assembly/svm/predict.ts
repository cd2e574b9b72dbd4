import { GROUP, PART } from '../rows/records';
import { couplingDoubles, decide, GROUP_BYTES, pairCount, resultBytes, writeResult } from './decisions';
import { dots, listBytes, listPairs, locatePairs, toDistances } from './dots';
import { evaluate, evaluateNear, factorOf, formOf, NEAR_RBF } from './kernel-function';
import { columnBytes } from './pack';
import { RBF, VectorMachine } from './records';

/** Bytes of scratch that `predictRows` needs. */
export function predictScratchBytes(features: u32, columns: u32, classes: i32): f64 {
  const lists = <f64>(listBytes(features) + 8) * GROUP;
  const values = <f64>columns * <f64>GROUP_BYTES;
  const decisions = <f64>pairCount(classes) * <f64>GROUP_BYTES;
  return PART * GROUP * 4 + values + decisions + <f64>couplingDoubles(classes) * 8 + lists;
}

/** Predicts `count` rows of `images`; row r's result goes to the r-th place from `out`. */
export function predictRows(
  address: usize,
  images: usize,
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
    const rows = min(GROUP, count - first);
    kernelValues(machine, images + <usize>first * features, rows, lists, integers, values);
    decide(machine, values, decisions);
    for (let row: u32 = 0; row < rows; row++) {
      writeResult(machine, decisions + row * 8, mode, coupling, out);
      out += bytes;
    }
  }
}

/** values[support vector][row of the group] = kernel value. Rows that the group lacks repeat its last. */
function kernelValues(
  machine: VectorMachine,
  images: usize,
  rows: u32,
  lists: usize,
  integers: usize,
  values: usize,
): void {
  const features = machine.features;
  const form = formOf(machine.kernel, machine.gamma, features);
  const gamma = machine.gamma;
  const coef0 = machine.coef0;
  const degree = machine.degree;
  const oneList = listBytes(features) + 8;
  for (let row: u32 = 0; row < GROUP; row++) {
    const list = lists + <usize>row * oneList;
    const count = listPairs(images + <usize>min(row, rows - 1) * features, features, list + 8);
    store<u32>(list, count);
    store<u32>(list, squaredLength(list + 8, count), 4);
  }
  const columns = machine.columns;
  for (let column: u32 = 0; column < columns; column += PART) {
    const width = min(PART, columns - column);
    const packed = machine.packed + <usize>column * columnBytes(features);
    for (let row: u32 = 0; row < GROUP; row++) {
      const list = lists + <usize>row * oneList;
      const count = load<u32>(list);
      const out = integers + row * (PART * 4);
      // All parts but the last have the same width.
      if (column == 0 || width < PART) locatePairs(list + 8, features, count, width);
      dots(list + 8, features, count, packed, width, out);
      if (form == RBF || form == NEAR_RBF) {
        toDistances(out, width, load<u32>(list, 4), machine.norms + (column << 2));
      }
    }
    transposeValues(integers, width, form, gamma, coef0, degree, values);
    values += <usize>width * GROUP_BYTES;
  }
}

function squaredLength(list: usize, count: u32): u32 {
  let sum: u32 = 0;
  for (const end = list + (<usize>count << 2); list < end; list += 4) {
    const a = <u32>load<u16>(list);
    const b = <u32>load<u16>(list, 2);
    sum += a * a + b * b;
  }
  return sum;
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

