import { toDistances } from '../../rows/dots';
import { GROUP, PART } from '../../rows/records';
import { formOf, NEAR_RBF } from '../kernel-function';
import { copyProducts } from '../pixels/known-products';
import { Held, LABELS, Machine, RBF, SampleSet } from '../records';
import { couplingDoubles, decidePair, GROUP_BYTES, pairCount, writeResult } from './decisions';
import { transposeValues } from './predict';

/** Bytes of scratch that `predictHeld` needs. */
export function heldScratchBytes(columns: u32, classes: i32, machineCount: i32): f64 {
  const rowsOfDoubles = <f64>columns + <f64>pairCount(classes) * <f64>machineCount;
  return PART * GROUP * 4 + rowsOfDoubles * <f64>GROUP_BYTES + <f64>couplingDoubles(classes) * 8;
}

/**
 * Labels held-out samples first..first+count-1 by `machineCount` machines, whose vectors are numbered by the
 * training samples' columns: kernel values are computed once for all. Machine m's label of sample s goes to
 * out + m * outStride + s.
 */
export function predictHeld(
  address: usize,
  machines: usize,
  machineCount: u32,
  first: u32,
  count: u32,
  scratch: usize,
  out: usize,
  outStride: u32,
): void {
  for (let group = first; group < first + count; group += GROUP) {
    const rows = min(GROUP, first + count - group);
    predictHeldGroup(address, machines, machineCount, group, rows, scratch, out + group, outStride);
  }
}

/**
 * `predictHeld` for a group of rows. A function of its own, because a call that is under way stays in the code that
 * it began in: here the first, slow code ends after a few groups.
 */
export function predictHeldGroup(
  address: usize,
  machines: usize,
  machineCount: u32,
  first: u32,
  rows: u32,
  scratch: usize,
  out: usize,
  outStride: u32,
): void {
  const held = changetype<Held>(address);
  const values = scratch + PART * GROUP * 4;
  const decisions = values + <usize>held.columns * GROUP_BYTES;
  const classes = changetype<Machine>(machines).classCount;
  const pairs = pairCount(classes);
  const machineBytes = <usize>pairs * GROUP_BYTES;
  const votes = decisions + <usize>machineCount * machineBytes;
  heldValues(held, first, rows, scratch, values);
  // Pair by pair, so that the values of its two classes stay in the cache for all machines.
  for (let pair = 0; pair < pairs; pair++) {
    const at = decisions + <usize>pair * GROUP_BYTES;
    for (let m: u32 = 0; m < machineCount; m++) {
      decidePair(machineAt(machines, m), pair, values, at + <usize>m * machineBytes);
    }
  }
  for (let m: u32 = 0; m < machineCount; m++) {
    const own = decisions + <usize>m * machineBytes;
    for (let row: u32 = 0; row < rows; row++) {
      writeResult(machineAt(machines, m), own + row * 8, LABELS, votes, out + <usize>m * outStride + row);
    }
  }
}

@inline
function machineAt(machines: usize, m: u32): Machine {
  return changetype<Machine>(machines + <usize>m * offsetof<Machine>());
}

/** values[training column][row of the group] = kernel value. Rows that the group lacks repeat its last. */
function heldValues(held: Held, first: u32, rows: u32, integers: usize, values: usize): void {
  const set = changetype<SampleSet>(held.set);
  const columns = held.columns;
  const form = formOf(set.kernel, set.gamma, set.features);
  for (let column: u32 = 0; column < columns; column += PART) {
    const width = min(PART, columns - column);
    for (let row: u32 = 0; row < GROUP; row++) {
      const out = integers + row * (PART * 4);
      heldIntegers(held, set, form, first + min(row, rows - 1), column, width, out);
    }
    const to = values + <usize>column * GROUP_BYTES;
    transposeValues(integers, width, form, set.gamma, set.coef0, set.degree, to);
  }
}

/** The integers of a held-out sample with `width` training columns, a multiple of 4. */
function heldIntegers(
  held: Held,
  set: SampleSet,
  form: i32,
  sample: u32,
  first: u32,
  width: u32,
  out: usize,
): void {
  const at = <usize>sample << 2;
  const column = <usize>load<u32>(held.productColumns + at) << 2;
  const row = <usize>load<u32>(held.productRows + at);
  // The products with earlier classes are in those samples' rows.
  const own = min(max(load<u32>(held.ownColumns + at), first), first + width);
  const rows = set.productRows;
  let to = out;
  let k = <usize>first << 2;
  for (const end = <usize>own << 2; k < end; k += 4) {
    store<u32>(to, load<u32>(<usize>load<u32>(rows + k) + column));
    to += 4;
  }
  copyProducts(set, row, own, first + width - own, to);
  if (form == RBF || form == NEAR_RBF) {
    toDistances(out, width, load<u32>(row + column), set.norms + (<usize>first << 2));
  }
}
