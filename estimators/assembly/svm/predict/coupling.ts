/**
 * Class probabilities from pairwise ones: the second method of Wu, Lin and Weng (JMLR 5, 2004), as libsvm's
 * `multiclass_probability` has it. `pairwise` is k x k, r[i][j] = P(i | i or j). `q` is scratch for k x k + k
 * doubles. Writes k doubles to `out`.
 */
export function couple(pairwise: usize, k: i32, q: usize, out: usize): void {
  const product = q + (<usize>(k * k) << 3);
  const tolerance = 0.005 / <f64>k;
  const rounds = max(100, k);
  for (let t = 0; t < k; t++) {
    store<f64>(out + (<usize>t << 3), 1.0 / <f64>k);
    let diagonal: f64 = 0;
    for (let j = 0; j < k; j++) {
      if (j == t) continue;
      const r = get(pairwise, k, j, t);
      diagonal += r * r;
      set(q, k, t, j, j < t ? get(q, k, j, t) : -r * get(pairwise, k, t, j));
    }
    set(q, k, t, t, diagonal);
  }
  for (let round = 0; round < rounds; round++) {
    let pQp: f64 = 0;
    for (let t = 0; t < k; t++) {
      let sum: f64 = 0;
      for (let j = 0; j < k; j++) sum += get(q, k, t, j) * load<f64>(out + (<usize>j << 3));
      store<f64>(product + (<usize>t << 3), sum);
      pQp += load<f64>(out + (<usize>t << 3)) * sum;
    }
    let largest: f64 = 0;
    for (let t = 0; t < k; t++) {
      largest = max(largest, Math.abs(load<f64>(product + (<usize>t << 3)) - pQp));
    }
    if (largest < tolerance) break;
    for (let t = 0; t < k; t++) {
      const tt = get(q, k, t, t);
      const Qp = load<f64>(product + (<usize>t << 3));
      const change = (-Qp + pQp) / tt;
      store<f64>(out + (<usize>t << 3), load<f64>(out + (<usize>t << 3)) + change);
      pQp = (pQp + change * (change * tt + 2 * Qp)) / (1 + change) / (1 + change);
      for (let j = 0; j < k; j++) {
        const at = <usize>j << 3;
        store<f64>(product + at, (load<f64>(product + at) + change * get(q, k, t, j)) / (1 + change));
        store<f64>(out + at, load<f64>(out + at) / (1 + change));
      }
    }
  }
}

@inline
function get(matrix: usize, k: i32, row: i32, column: i32): f64 {
  return load<f64>(matrix + (<usize>(row * k + column) << 3));
}

@inline
function set(matrix: usize, k: i32, row: i32, column: i32, value: f64): void {
  store<f64>(matrix + (<usize>(row * k + column) << 3), value);
}
