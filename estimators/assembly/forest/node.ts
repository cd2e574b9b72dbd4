// The node that is being split, for the searches.

/** Its distinct samples. */
export let count: i32 = 0;
/** Its weight, and the sum of the squares of its class weights. */
export let weight: i64 = 0;
export let squares: i64 = 0;

export function enterNode(nodeCount: i32, nodeWeight: i64, nodeSquares: i64): void {
  count = nodeCount;
  weight = nodeWeight;
  squares = nodeSquares;
}
