import { EXP_TABLE } from './exp-table';

/** 128 / ln 2. */
const INV_LN2_N: u64 = 0x40671547652b82fe;
/** 1.5 * 2^52: adding it rounds to an integer. */
const SHIFT: u64 = 0x4338000000000000;
/** -ln 2 / 128 in two parts. */
const NEG_LN2_HI_N: u64 = 0xbf762e42fefa0000;
const NEG_LN2_LO_N: u64 = 0xbd0cf79abc9e3b3a;
/** The polynomial's coefficients of r^2 to r^5. */
const C2: u64 = 0x3fdffffffffffdbd;
const C3: u64 = 0x3fc555555555543c;
const C4: u64 = 0x3fa55555cf172b91;
const C5: u64 = 0x3f81111167a4d017;

/** The low bits of k say where in the table 2^(k/128) is. */
const PLACE_MASK: u64 = 127;

/**
 * The constants, each in both lanes. They are loaded where they are used: as literals each would cost three
 * instructions at every use.
 */
const CONSTANTS: usize = memory.data<u64>(
  [
    INV_LN2_N, INV_LN2_N, SHIFT, SHIFT, NEG_LN2_HI_N, NEG_LN2_HI_N, NEG_LN2_LO_N, NEG_LN2_LO_N,
    C2, C2, C3, C3, C4, C4, C5, C5, PLACE_MASK, PLACE_MASK,
  ],
  16,
);

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
  const shift = v128.load(CONSTANTS, 16);
  const shifted = f64x2.add(f64x2.mul(v128.load(CONSTANTS), x), shift);
  const k = f64x2.sub(shifted, shift);
  const r = f64x2.add(
    f64x2.add(x, f64x2.mul(k, v128.load(CONSTANTS, 32))),
    f64x2.mul(k, v128.load(CONSTANTS, 48)),
  );
  const places = i32x4.shl(v128.and(shifted, v128.load(CONSTANTS, 128)), 4);
  const entry0 = v128.load(EXP_TABLE + <usize>i32x4.extract_lane(places, 0));
  const entry1 = v128.load(EXP_TABLE + <usize>i32x4.extract_lane(places, 2));
  const tail = v128.shuffle<f64>(entry0, entry1, 0, 2);
  const bits = v128.shuffle<f64>(entry0, entry1, 1, 3);
  const scale = i64x2.add(bits, i64x2.shl(shifted, 45));
  const r2 = f64x2.mul(r, r);
  const low = f64x2.mul(r2, f64x2.add(v128.load(CONSTANTS, 64), f64x2.mul(r, v128.load(CONSTANTS, 80))));
  const high = f64x2.mul(
    f64x2.mul(r2, r2),
    f64x2.add(v128.load(CONSTANTS, 96), f64x2.mul(r, v128.load(CONSTANTS, 112))),
  );
  const tmp = f64x2.add(f64x2.add(f64x2.add(tail, r), low), high);
  return f64x2.add(scale, f64x2.mul(scale, tmp));
}

/** exp of both lanes, any x. */
@inline
export function expAny(x: v128): v128 {
  return f64x2(Math.exp(f64x2.extract_lane(x, 0)), Math.exp(f64x2.extract_lane(x, 1)));
}
