import { blockBytes } from './blocks';
import { REAL_BLOCK } from './records';

/**
 * What kernel functions are functions of: sums over the features, each in the features' order, so that they have the
 * same bits wherever and in whatever company they are computed. BLAS, which libsvm asks, has an order of its own for
 * each processor.
 */

/** out[c] = row . column c, for `width` columns of blocks. */
export function products(row: usize, features: u32, blocks: usize, width: u32, out: usize): void {
  const end = row + (<usize>features << 3);
  for (let column: u32 = 0; column < width; column += REAL_BLOCK) {
    let at = blocks + <usize>(column / REAL_BLOCK) * blockBytes(features);
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let from = row; from < end; from += 8) {
      const x = v128.load64_splat(from);
      s0 = f64x2.add(s0, f64x2.mul(x, v128.load(at)));
      s1 = f64x2.add(s1, f64x2.mul(x, v128.load(at, 16)));
      s2 = f64x2.add(s2, f64x2.mul(x, v128.load(at, 32)));
      s3 = f64x2.add(s3, f64x2.mul(x, v128.load(at, 48)));
      at += <usize>REAL_BLOCK * 8;
    }
    storeBlock(out, s0, s1, s2, s3);
    out += <usize>REAL_BLOCK * 8;
  }
}

/** Bytes of a term of a row, see `listNonZero`. */
const TERM: usize = 16;

/** Bytes of the terms of a row. */
@inline
export function termsBytes(features: u32): usize {
  return <usize>features * TERM;
}

/**
 * Lists what of a row is not zero, and returns where the list ends: f64, the value, and u32, the bytes from a block's
 * beginning to the feature.
 */
export function listNonZero(row: usize, features: u32, terms: usize): usize {
  for (let feature: u32 = 0; feature < features; feature++) {
    const value = load<f64>(row);
    store<f64>(terms, value);
    store<u32>(terms, feature * REAL_BLOCK * 8, 8);
    // Written in any case, and kept by moving on: no branch to mispredict.
    terms += TERM * <usize>(value != 0);
    row += 8;
  }
  return terms;
}

/**
 * What `products` gives, bit for bit, from what of the row is not zero: sums start at +0, and adding a zero changes none.
 */
export function productsOfTerms(
  terms: usize,
  end: usize,
  features: u32,
  blocks: usize,
  width: u32,
  out: usize,
): void {
  for (let column: u32 = 0; column < width; column += REAL_BLOCK) {
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let term = terms; term < end; term += TERM) {
      const x = v128.load64_splat(term);
      const at = blocks + load<u32>(term, 8);
      s0 = f64x2.add(s0, f64x2.mul(x, v128.load(at)));
      s1 = f64x2.add(s1, f64x2.mul(x, v128.load(at, 16)));
      s2 = f64x2.add(s2, f64x2.mul(x, v128.load(at, 32)));
      s3 = f64x2.add(s3, f64x2.mul(x, v128.load(at, 48)));
    }
    storeBlock(out, s0, s1, s2, s3);
    blocks += blockBytes(features);
    out += <usize>REAL_BLOCK * 8;
  }
}

/** out[c] = |row - column c|^2, for `width` columns of blocks: without cancellation, as libsvm predicts with. */
export function distances(row: usize, features: u32, blocks: usize, width: u32, out: usize): void {
  const end = row + (<usize>features << 3);
  for (let column: u32 = 0; column < width; column += REAL_BLOCK) {
    let at = blocks + <usize>(column / REAL_BLOCK) * blockBytes(features);
    let s0 = f64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let from = row; from < end; from += 8) {
      const x = v128.load64_splat(from);
      const d0 = f64x2.sub(x, v128.load(at));
      const d1 = f64x2.sub(x, v128.load(at, 16));
      const d2 = f64x2.sub(x, v128.load(at, 32));
      const d3 = f64x2.sub(x, v128.load(at, 48));
      s0 = f64x2.add(s0, f64x2.mul(d0, d0));
      s1 = f64x2.add(s1, f64x2.mul(d1, d1));
      s2 = f64x2.add(s2, f64x2.mul(d2, d2));
      s3 = f64x2.add(s3, f64x2.mul(d3, d3));
      at += <usize>REAL_BLOCK * 8;
    }
    storeBlock(out, s0, s1, s2, s3);
    out += <usize>REAL_BLOCK * 8;
  }
}

@inline
function storeBlock(out: usize, s0: v128, s1: v128, s2: v128, s3: v128): void {
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}

/**
 * Turns products with a sample of squared length `norm` into squared distances, as libsvm trains with: norm + norms[c]
 * - 2 product, in this order. (Where samples are far from zero and near to one another, little is left of these.)
 */
export function toDistances(products: usize, width: u32, norm: f64, norms: usize): void {
  const n = f64x2.splat(norm);
  for (const end = products + (<usize>width << 3); products < end; products += 16) {
    const product = v128.load(products);
    v128.store(products, f64x2.sub(f64x2.add(n, v128.load(norms)), f64x2.add(product, product)));
    norms += 16;
  }
}
