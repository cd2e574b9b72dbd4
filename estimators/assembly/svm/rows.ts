import { dots } from './dots';
import { RBF, roundedRow } from './kernel-function';
import { BLOCK, blockBytes, listNonzero } from './pack';
import { filledOf, find, insert, rowAt, setFilled } from './row-cache';
import { columnOf, Session } from './session';

/** The f32 kernel values of a member with all members. Valid until two further rows are asked for. */
export function kernelRow(session: Session, member: i32): usize {
  const slot = find(session.rows, member);
  return slot >= 0 ? rowAt(session.rows, slot) : computeRow(session, member);
}

/** The exact integers of a member with all columns of the pair. Only if the session keeps integers. */
export function integerRow(session: Session, member: i32): usize {
  return kernelRow(session, member) + session.integersOffset;
}

/**
 * The f32 kernel values of a member with the samples of the current solve, in active order, at least the first
 * `needed` of them. Valid until two further rows are asked for.
 */
export function orderedRow(session: Session, member: i32, needed: i32): usize {
  if (session.solver.identity) return kernelRow(session, member);
  const cache = session.ordered;
  let slot = find(cache, member);
  if (slot < 0) slot = insert(cache, member);
  const row = rowAt(cache, slot);
  const filled = filledOf(cache, slot);
  if (filled < needed) {
    gather(kernelRow(session, member), session.solver.members, filled, needed, row);
    setFilled(cache, slot, needed);
    session.work -= needed - filled;
  }
  return row;
}

/** row[k] = values[members[k]] for k = from..to-1. */
export function gather(values: usize, members: usize, from: i32, to: i32, row: usize): void {
  let k = <usize>from << 2;
  const end = <usize>to << 2;
  for (; k + 16 <= end; k += 16) {
    const at = members + k;
    const a = load<u32>(values + (<usize>load<u32>(at) << 2));
    const b = load<u32>(values + (<usize>load<u32>(at, 4) << 2));
    const c = load<u32>(values + (<usize>load<u32>(at, 8) << 2));
    const d = load<u32>(values + (<usize>load<u32>(at, 12) << 2));
    store<u32>(row + k, a);
    store<u32>(row + k, b, 4);
    store<u32>(row + k, c, 8);
    store<u32>(row + k, d, 12);
  }
  for (; k < end; k += 4) {
    store<u32>(row + k, load<u32>(values + (<usize>load<u32>(members + k) << 2)));
  }
}

function computeRow(session: Session, member: i32): usize {
  const row = rowAt(session.rows, insert(session.rows, member));
  const integers = session.keepsIntegers ? row + session.integersOffset : session.integers;
  const set = session.set;
  const column = <usize>columnOf(session, member) << 2;
  const image = <usize>set.images + <usize>load<u32>(<usize>set.order + column) * session.features;
  const listEnd = listNonzero(image, session.features, session.list);
  const norm = load<u32>(<usize>set.norms + column);
  classDots(session, listEnd, norm, session.firstColumn, session.firstWidth, integers);
  const second = integers + (<usize>session.firstWidth << 2);
  classDots(session, listEnd, norm, session.secondColumn, session.secondWidth, second);
  // The first class's values end in those of its filling columns, which the second's then overwrite.
  const firstCount = session.firstCount;
  classValues(session, integers, firstCount, row);
  classValues(session, second, session.count - firstCount, row + (<usize>firstCount << 2));
  return row;
}

@inline
function classValues(session: Session, integers: usize, count: i32, row: usize): void {
  const whole = <usize>((count + 3) & ~3);
  roundedRow(integers, whole, session.kernel, session.gamma, session.coef0, session.degree, row);
}

function classDots(session: Session, listEnd: usize, norm: u32, column: u32, width: i32, out: usize): void {
  const set = session.set;
  const bytes = blockBytes(session.features);
  const blocks = <u32>width / BLOCK;
  const packed = <usize>set.packed + <usize>(column / BLOCK) * bytes;
  const norms = session.kernel == RBF ? <usize>set.norms + (<usize>column << 2) : 0;
  dots(session.list, listEnd, packed, blocks, bytes, norm, norms, out);
  session.work -= width * 2 + <i64>((listEnd - session.list) >> 3) * <i64>width / 16;
}
