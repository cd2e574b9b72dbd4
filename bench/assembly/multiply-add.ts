// Nothing but the instruction that the distances are made of: i32x4.dot_i16x8_s multiplies eight pairs of i16
// and adds neighbours, i32x4.add adds four sums; together eight multiply-adds.

/** Multiply-adds of one round of any of these functions. */
export const ROUND: i32 = 12 * 8;

/**
 * On registers only. Twelve sums, so that no addition waits for the one before. Each product takes a neighbour's
 * sum as its factor: it is different every time, so that no compiler can compute it once for all rounds.
 */
export function onRegisters(rounds: i32): i32 {
  const x = i16x8.splat(3);
  let a = i32x4.splat(1);
  let b = i32x4.splat(2);
  let c = i32x4.splat(3);
  let d = i32x4.splat(4);
  let e = i32x4.splat(5);
  let f = i32x4.splat(6);
  let g = i32x4.splat(7);
  let h = i32x4.splat(8);
  let i = i32x4.splat(9);
  let j = i32x4.splat(10);
  let k = i32x4.splat(11);
  let l = i32x4.splat(12);
  for (let round = 0; round < rounds; round++) {
    a = i32x4.add(a, i32x4.dot_i16x8_s(x, b));
    b = i32x4.add(b, i32x4.dot_i16x8_s(x, c));
    c = i32x4.add(c, i32x4.dot_i16x8_s(x, d));
    d = i32x4.add(d, i32x4.dot_i16x8_s(x, e));
    e = i32x4.add(e, i32x4.dot_i16x8_s(x, f));
    f = i32x4.add(f, i32x4.dot_i16x8_s(x, g));
    g = i32x4.add(g, i32x4.dot_i16x8_s(x, h));
    h = i32x4.add(h, i32x4.dot_i16x8_s(x, i));
    i = i32x4.add(i, i32x4.dot_i16x8_s(x, j));
    j = i32x4.add(j, i32x4.dot_i16x8_s(x, k));
    k = i32x4.add(k, i32x4.dot_i16x8_s(x, l));
    l = i32x4.add(l, i32x4.dot_i16x8_s(x, a));
  }
  return sum(a, b, c) + sum(d, e, f) + sum(g, h, i) + sum(j, k, l);
}

/** Each factor loaded from `bytes` bytes (a multiple of 192) at `start`, as i16. */
export function onLoaded(start: usize, bytes: usize, rounds: i32): i32 {
  const x = i16x8.splat(3);
  const end = start + bytes;
  let at = start;
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  for (let round = 0; round < rounds; round++) {
    a = i32x4.add(a, i32x4.dot_i16x8_s(x, v128.load(at)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(x, v128.load(at, 16)));
    c = i32x4.add(c, i32x4.dot_i16x8_s(x, v128.load(at, 32)));
    d = i32x4.add(d, i32x4.dot_i16x8_s(x, v128.load(at, 48)));
    e = i32x4.add(e, i32x4.dot_i16x8_s(x, v128.load(at, 64)));
    f = i32x4.add(f, i32x4.dot_i16x8_s(x, v128.load(at, 80)));
    a = i32x4.add(a, i32x4.dot_i16x8_s(x, v128.load(at, 96)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(x, v128.load(at, 112)));
    c = i32x4.add(c, i32x4.dot_i16x8_s(x, v128.load(at, 128)));
    d = i32x4.add(d, i32x4.dot_i16x8_s(x, v128.load(at, 144)));
    e = i32x4.add(e, i32x4.dot_i16x8_s(x, v128.load(at, 160)));
    f = i32x4.add(f, i32x4.dot_i16x8_s(x, v128.load(at, 176)));
    at += 192;
    if (at >= end) at = start;
  }
  return sum(a, b, c) + sum(d, e, f);
}

/** Each factor loaded from `bytes` bytes (a multiple of 96) at `start`, as u8 and widened: pixels as they lie. */
export function onWidened(start: usize, bytes: usize, rounds: i32): i32 {
  const x = i16x8.splat(3);
  const end = start + bytes;
  let at = start;
  let a = i32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  for (let round = 0; round < rounds; round++) {
    a = i32x4.add(a, i32x4.dot_i16x8_s(x, v128.load8x8_u(at)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 8)));
    c = i32x4.add(c, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 16)));
    d = i32x4.add(d, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 24)));
    e = i32x4.add(e, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 32)));
    f = i32x4.add(f, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 40)));
    a = i32x4.add(a, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 48)));
    b = i32x4.add(b, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 56)));
    c = i32x4.add(c, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 64)));
    d = i32x4.add(d, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 72)));
    e = i32x4.add(e, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 80)));
    f = i32x4.add(f, i32x4.dot_i16x8_s(x, v128.load8x8_u(at, 88)));
    at += 96;
    if (at >= end) at = start;
  }
  return sum(a, b, c) + sum(d, e, f);
}

function sum(a: v128, b: v128, c: v128): i32 {
  const all = i32x4.add(i32x4.add(a, b), c);
  return (
    i32x4.extract_lane(all, 0) +
    i32x4.extract_lane(all, 1) +
    i32x4.extract_lane(all, 2) +
    i32x4.extract_lane(all, 3)
  );
}
