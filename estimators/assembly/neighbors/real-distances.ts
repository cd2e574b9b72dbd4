import { REAL_BLOCK } from '../rows/records';

// Squared distances between samples of doubles. Samples are packed in blocks of BLOCK: f64[block][feature][BLOCK], so that
// each sample's sum is made in the features' order while several samples are worked on at once.

const BLOCK: usize = REAL_BLOCK;
const BLOCK_BYTES: usize = BLOCK << 3;

/**
 * Packs the samples of `blocks` blocks, from block `first` on.
 * @param samples f64[rows][features]; places of the last block beyond `rows` are filled with zeros
 */
export function packReals(
  samples: usize,
  rows: u32,
  features: u32,
  first: u32,
  blocks: u32,
  packed: usize,
): void {
  for (let block = first; block < first + blocks; block++) {
    const to = packed + <usize>block * features * BLOCK_BYTES;
    for (let place: usize = 0; place < BLOCK; place++) {
      const row = <usize>block * BLOCK + place;
      const from = samples + ((row * features) << 3);
      for (let feature: usize = 0; feature < features; feature++) {
        const value = row < <usize>rows ? load<f64>(from + (feature << 3)) : 0;
        store<f64>(to + feature * BLOCK_BYTES + (place << 3), value);
      }
    }
  }
}

/** Writes the squared distances of each of `count` queries to all samples of `blocks` blocks: f64[count][blocks * BLOCK]. */
export function realDistances(
  queries: usize,
  count: u32,
  features: u32,
  packed: usize,
  blocks: u32,
  out: usize,
): void {
  for (let block: usize = 0; block < <usize>blocks; block++) {
    const samples = packed + block * features * BLOCK_BYTES;
    for (let query: usize = 0; query < <usize>count; query++) {
      const to = out + (query * blocks + block) * BLOCK_BYTES;
      blockDistances(queries + ((query * features) << 3), features, samples, to);
    }
  }
}

function blockDistances(query: usize, features: u32, samples: usize, out: usize): void {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (const end = query + (<usize>features << 3); query < end; query += 8) {
    const value = v128.load64_splat(query);
    a = add(a, value, v128.load(samples));
    b = add(b, value, v128.load(samples, 16));
    c = add(c, value, v128.load(samples, 32));
    d = add(d, value, v128.load(samples, 48));
    samples += BLOCK_BYTES;
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}

@inline
function add(sum: v128, value: v128, sample: v128): v128 {
  const difference = f64x2.sub(value, sample);
  return f64x2.add(sum, f64x2.mul(difference, difference));
}
