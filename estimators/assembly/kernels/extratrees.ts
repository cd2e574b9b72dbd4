import { RandomBytes } from '../trees/bytes/random-bytes';
import * as grow from '../trees/grow';

/** The kernel that grows trees on bytes with random splits. */
export function growTree(job: usize, seed: u32, bootstrap: i32): i32 {
  return grow.growTree<RandomBytes>(job, seed, bootstrap);
}
