import { BYTE_NODE_BYTES, PackedTree } from '../records';

/**
 * A tree that bytes are taken through. Its packed nodes have 8 bytes, so that a tree of 10,000 nodes stays in the
 * second-level cache. A byte x is at most t exactly where it is at most floor(t), and none is at most -1.
 *
 *   0  i32  where the right child is, in bytes from the root (the left one is the next node); a leaf: itself
 *   4  u16  the feature; a leaf: 0
 *   6  i16  floor(threshold), from -1 to 255; a leaf: -1
 */
@unmanaged
export class ByteTree extends PackedTree {
  packLeaf(node: i32, _leaf: i32): void {
    const to = this.nodes + <usize>(node * BYTE_NODE_BYTES);
    store<i32>(to, node * BYTE_NODE_BYTES);
    store<u16>(to, 0, 4);
    store<i16>(to, -1, 6);
  }

  packInner(node: i32, right: i32, feature: i32, threshold: f64): void {
    const to = this.nodes + <usize>(node * BYTE_NODE_BYTES);
    store<i32>(to, right * BYTE_NODE_BYTES);
    store<u16>(to, <u16>feature, 4);
    store<i16>(to, <i16>min<f64>(255, max<f64>(-1, Math.floor(threshold))), 6);
  }

  @inline
  step(at: usize, sample: usize): usize {
    const node = this.nodes + at;
    const goesLeft = <i32>load<u8>(sample + <usize>load<u16>(node, 4)) <= <i32>load<i16>(node, 6);
    // Selected, so that there is no branch to mispredict.
    return select<usize>(at + BYTE_NODE_BYTES, <usize>load<i32>(node), goesLeft);
  }

  @inline
  leafAt(at: usize): i32 {
    return load<i32>(this.next + at / (BYTE_NODE_BYTES / 4));
  }
}
