import { EXP_TABLE } from './exp-table';

const SHIFT: f64 = reinterpret<f64>(0x4338000000000000); // 1.5 * 2^52: adding it rounds to an integer
const INV_LN2_N: f64 = reinterpret<f64>(0x3ff71547652b82fe) * 128.0;
const NEG_LN2_HI_N: f64 = reinterpret<f64>(0xbf762e42fefa0000);
const NEG_LN2_LO_N: f64 = reinterpret<f64>(0xbd0cf79abc9e3b3a);
const C2: f64 = reinterpret<f64>(0x3fdffffffffffdbd);
const C3: f64 = reinterpret<f64>(0x3fc555555555543c);
const C4: f64 = reinterpret<f64>(0x3fa55555cf172b91);
const C5: f64 = reinterpret<f64>(0x3f81111167a4d017);

/** From this magnitude on `exp` may leave the range of normal numbers and is computed one by one. */
export const PLAIN_RANGE: f64 = 512.0;

/**
 * exp of both lanes, for |x| < PLAIN_RANGE. Does lane by lane exactly what AssemblyScript's `Math.exp` (built
 * with shrinkLevel 0) does, so the result has the same bits:
 *
 *     x = k ln2/128 + r,  |r| <= ln2/256,  exp(x) = 2^(k/128) (1 + r + r^2/2 + ...)
 */
@inline
export function expPlain(x: v128): v128 {
  const shift = f64x2.splat(SHIFT);
  const shifted = f64x2.add(f64x2.mul(f64x2.splat(INV_LN2_N), x), shift);
  const k = f64x2.sub(shifted, shift);
  const r = f64x2.add(
    f64x2.add(x, f64x2.mul(k, f64x2.splat(NEG_LN2_HI_N))),
    f64x2.mul(k, f64x2.splat(NEG_LN2_LO_N)),
  );
  const entry0 = v128.load(EXP_TABLE + ((<usize>i64x2.extract_lane(shifted, 0) & 127) << 4));
  const entry1 = v128.load(EXP_TABLE + ((<usize>i64x2.extract_lane(shifted, 1) & 127) << 4));
  const tail = v128.shuffle<f64>(entry0, entry1, 0, 2);
  const bits = v128.shuffle<f64>(entry0, entry1, 1, 3);
  const scale = i64x2.add(bits, i64x2.shl(shifted, 45));
  const r2 = f64x2.mul(r, r);
  const low = f64x2.mul(r2, f64x2.add(f64x2.splat(C2), f64x2.mul(r, f64x2.splat(C3))));
  const high = f64x2.mul(
    f64x2.mul(r2, r2),
    f64x2.add(f64x2.splat(C4), f64x2.mul(r, f64x2.splat(C5))),
  );
  const tmp = f64x2.add(f64x2.add(f64x2.add(tail, r), low), high);
  return f64x2.add(scale, f64x2.mul(scale, tmp));
}

/** exp of both lanes, any x. */
@inline
export function expPair(x: v128): v128 {
  if (v128.all_true<i64>(f64x2.lt(f64x2.abs(x), f64x2.splat(PLAIN_RANGE)))) return expPlain(x);
  return f64x2(Math.exp(f64x2.extract_lane(x, 0)), Math.exp(f64x2.extract_lane(x, 1)));
}
