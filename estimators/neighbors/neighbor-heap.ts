/**
 * The nearest `k` of samples that come one after the other, by scikit-learn's own steps: which of equally far samples
 * are kept, and in what order, is settled by nothing but these. Source: scikit-learn 1.2.1, `heap_push` of
 * utils/_heap.pyx and `simultaneous_sort` of utils/_sorting.pyx (its later versions sort in another way).
 */
export class NeighborHeap {
  /** A heap of distances, the largest first, and the sample at each of them. */
  readonly #distances: Float64Array;
  readonly #samples: Uint32Array;

  constructor(k: number) {
    this.#distances = new Float64Array(k).fill(Number.MAX_VALUE);
    this.#samples = new Uint32Array(k);
  }

  /** Keeps a sample that is nearer than the farthest one kept, in its place. */
  push(distance: number, sample: number): void {
    const distances = this.#distances;
    const { length } = distances;
    if (distance >= distances[0]!) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= length) break;
      const right = left + 1;
      const larger = right < length && distances[right]! > distances[left]! ? right : left;
      if (distances[larger]! <= distance) break;
      distances[place] = distances[larger]!;
      this.#samples[place] = this.#samples[larger]!;
      place = larger;
    }
    distances[place] = distance;
    this.#samples[place] = sample;
  }

  /** The samples that were kept, nearest first. It sorts the heap: nothing can be pushed any more. */
  sorted(): Uint32Array {
    this.#sort(0, this.#distances.length);
    return this.#samples;
  }

  /** Quicksort of the `size` entries from `start` on; the pivot is the median of the first, the middle and the last. */
  #sort(start: number, size: number): void {
    const distances = this.#distances;
    let [first, left] = [start, size];
    while (left > 3) {
      const last = first + left - 1;
      const middle = first + Math.floor(left / 2);
      this.#order(first, last);
      // The smallest goes to the beginning, the median to the end.
      if (this.#order(middle, last, 'descending')) this.#order(first, last);
      const pivot = distances[last]!;
      let store = first;
      for (let i = first; i < last; i++) {
        if (distances[i]! < pivot) this.#swap(i, store++);
      }
      this.#swap(store, last);
      this.#sort(first, store - first);
      // What lies to the right of the pivot is sorted in the next round.
      [first, left] = [store + 1, last - store];
    }
    if (left < 2) return;
    this.#order(first, first + 1);
    if (left === 3 && this.#order(first + 1, first + 2)) this.#order(first, first + 1);
  }

  /** Swaps two entries that are not in order; returns whether it did. */
  #order(a: number, b: number, order: 'ascending' | 'descending' = 'ascending'): boolean {
    const [first, second] = [this.#distances[a]!, this.#distances[b]!];
    const wrong = order === 'ascending' ? first > second : first < second;
    if (wrong) this.#swap(a, b);
    return wrong;
  }

  #swap(a: number, b: number): void {
    const [distances, samples] = [this.#distances, this.#samples];
    [distances[a], distances[b]] = [distances[b]!, distances[a]!];
    [samples[a], samples[b]] = [samples[b]!, samples[a]!];
  }
}
