import { blockBytes, placeRow } from '../../rows/blocks';
import { GROUP } from '../../rows/records';
import { distances, products } from '../../rows/sums';
import { couplingDoubles, decide, GROUP_BYTES, pairCount, resultBytes, writeResult } from '../predict/decisions';
import { RBF, VectorMachine } from '../records';
import { evaluateAll } from './kernel-values';

/** Bytes of scratch that `predictRows` needs for a machine of so many vectors. */
export function predictScratchBytes(features: u32, vectors: u32, classes: i32): f64 {
  const rowsOfDoubles = <f64>vectors + <f64>pairCount(classes);
  return <f64>blockBytes(features) + rowsOfDoubles * <f64>GROUP_BYTES + <f64>couplingDoubles(classes) * 8;
}

/**
 * Predicts `count` rows of f64; row r's result goes to the r-th place from `out`. The machine's `packed` are its vectors,
 * a row of f64 each, and `columns` is how many they are.
 */
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
  const block = scratch;
  const values = block + blockBytes(features);
  const decisions = values + <usize>machine.columns * GROUP_BYTES;
  const coupling = decisions + <usize>pairCount(classes) * GROUP_BYTES;
  const bytes = resultBytes(classes, mode);
  for (let first: u32 = 0; first < count; first += GROUP) {
    const here = min(GROUP, count - first);
    // A group of rows is a block; rows that the last group lacks repeat its last.
    for (let row: u32 = 0; row < GROUP; row++) {
      placeRow(rows + ((<usize>(first + min(row, here - 1)) * features) << 3), features, block, row);
    }
    kernelValues(machine, block, values);
    decide(machine, values, decisions);
    for (let row: u32 = 0; row < here; row++) {
      writeResult(machine, decisions + row * 8, mode, coupling, out);
      out += bytes;
    }
  }
}

/** values[support vector][row of the block] = kernel value. */
function kernelValues(machine: VectorMachine, block: usize, values: usize): void {
  const features = machine.features;
  const form = machine.kernel;
  const count = machine.columns;
  let vector = machine.packed;
  for (let k: u32 = 0; k < count; k++) {
    const out = values + <usize>k * GROUP_BYTES;
    if (form == RBF) distances(vector, features, block, GROUP, out);
    else products(vector, features, block, GROUP, out);
    vector += <usize>features << 3;
  }
  evaluateAll(values, count * GROUP, form, machine.gamma, machine.coef0, machine.degree);
}
