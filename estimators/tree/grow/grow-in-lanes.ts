import { runLanes } from '../../compute/lanes.js';
import type { Work } from '../../compute/work.js';
import type { GrowLane } from './lanes.js';

/**
 * Grows a tree for each seed, one after the other in each of as many lanes as there are threads.
 *
 * @param grow calls the kernel; the number of the tree's nodes
 * @param onTree called as each tree is done, in any order, with its index in `seeds`
 */
export async function growInLanes<Grown>(
  seeds: ArrayLike<number>,
  work: Work,
  openLane: () => GrowLane<Grown>,
  grow: (lane: GrowLane<Grown>, seed: number) => Promise<number>,
  onTree?: (index: number, tree: Grown) => void,
): Promise<Grown[]> {
  const lanes = Array.from({ length: Math.min(work.compute.threads, seeds.length) }, openLane);
  const tasks = Array.from(seeds, (seed, index) => ({ seed, index }));
  return runLanes(tasks, work, async ({ seed, index }, laneNumber) => {
    const lane = lanes[laneNumber]!;
    const tree = lane.harvest(await grow(lane, seed));
    onTree?.(index, tree);
    return tree;
  });
}
