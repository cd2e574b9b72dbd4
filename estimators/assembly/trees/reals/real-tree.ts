import { keyOfFloor, numberOf } from '../../math/keys';
import { PackedTree, REAL_NODE_BYTES } from '../records';

/**
 * A tree that doubles are taken through, as 32-bit floats, which is how scikit-learn compares them: such a number is at most a
 * threshold exactly where it is at most the greatest of its kind that is. Packed nodes have 16 bytes.
 *
 *   0  f32  the threshold; a leaf: -Infinity
 *   4  i32  where the right child is, in bytes from the root (the left one is the next node); a leaf: itself
 *   8  i32  where the feature is, in bytes from a row's beginning; a leaf: 0
 *  12  i32  a leaf: its number
 */
@unmanaged
export class RealTree extends PackedTree {
  packLeaf(node: i32, leaf: i32): void {
    const to = this.nodes + <usize>(node * REAL_NODE_BYTES);
    store<f32>(to, -Infinity);
    store<i32>(to, node * REAL_NODE_BYTES, 4);
    store<i32>(to, 0, 8);
    store<i32>(to, leaf, 12);
  }

  packInner(node: i32, right: i32, feature: i32, threshold: f64): void {
    const to = this.nodes + <usize>(node * REAL_NODE_BYTES);
    store<f32>(to, numberOf(keyOfFloor(threshold)));
    store<i32>(to, right * REAL_NODE_BYTES, 4);
    store<i32>(to, feature << 2, 8);
  }

  @inline
  step(at: usize, sample: usize): usize {
    const node = this.nodes + at;
    const goesLeft = load<f32>(sample + <usize>load<i32>(node, 8)) <= load<f32>(node);
    // Selected, so that there is no branch to mispredict.
    return select<usize>(at + REAL_NODE_BYTES, <usize>load<i32>(node, 4), goesLeft);
  }

  @inline
  leafAt(at: usize): i32 {
    return load<i32>(this.nodes + at, 12);
  }
}
