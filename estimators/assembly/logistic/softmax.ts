/** The largest score and the sum of exp(score - largest) of the scores that `softmax` had last. */
export let largest: f64 = 0;
export let sum: f64 = 0;

/**
 * Replaces the scores of `classes` classes by their probabilities, exp(score - largest) divided by their sum:
 * no exponential overflows. AssemblyScript's `exp` is the same on every machine.
 */
export function softmax(scores: usize, classes: i32): void {
  const end = scores + (<usize>classes << 3);
  largest = load<f64>(scores);
  for (let at = scores + 8; at < end; at += 8) largest = max(largest, load<f64>(at));
  sum = 0;
  for (let at = scores; at < end; at += 8) {
    const exponential = Math.exp(load<f64>(at) - largest);
    store<f64>(at, exponential);
    sum += exponential;
  }
  for (let at = scores; at < end; at += 8) store<f64>(at, load<f64>(at) / sum);
}
