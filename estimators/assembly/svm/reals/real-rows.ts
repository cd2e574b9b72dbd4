import { columnOf, Session } from '../solve/session';

/** What a session on doubles keeps: the SampleSet's source are rows of f64, packed in blocks, and its norms are f64. */
@unmanaged
export abstract class RealRows extends Session {
  /** Scratch: the sums of a row with some columns, f64. */
  sums: usize;
  /** Scratch: what of a row is not zero, and where that ends. */
  terms: usize;
  termsEnd: usize;
  /** Scratch: a fold's held-out samples, in blocks. */
  held: usize;
}

/** The row of a member's own features. */
@inline
export function featuresOf(session: RealRows, member: i32): usize {
  const set = session.set;
  const sample = <usize>load<u32>(set.order + (<usize>columnOf(session, member) << 2));
  return set.source + ((sample * session.features) << 3);
}
