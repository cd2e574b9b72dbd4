const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LG1 = 0.6666666666666735;
const LG2 = 0.3999999999940942;
const LG3 = 0.2857142874366239;
const LG4 = 0.22222198432149784;
const LG5 = 0.1818357216161805;
const LG6 = 0.15313837699209373;
const LG7 = 0.14798198605116586;

/** The high word of sqrt(1/2), and of 1. */
const SQRT_HALF = 0x3fe6a09e;
const ONE = 0x3ff00000;

/**
 * The natural logarithm of a positive normal number, to within one unit of the last place.
 *
 * JavaScript leaves the last bits of `Math.log` to the engine, and they have changed; + - * / on doubles are
 * fixed. So this has the same bits everywhere. With x = 2^k (1 + f), 1 + f between sqrt(1/2) and sqrt(2), and
 * s = f / (2 + f): log(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2)), R being a polynomial.
 * Source: FreeBSD's e_log.c (Sun's fdlibm) as shortened in musl 1.1.
 */
export function naturalLog(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const high = view.getUint32(0) + (ONE - SQRT_HALF);
  const k = (high >>> 20) - 0x3ff;
  view.setUint32(0, (high & 0x000fffff) + SQRT_HALF);
  const f = view.getFloat64(0) - 1;
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = z * (LG1 + w * (LG3 + w * (LG5 + w * LG7)));
  const even = w * (LG2 + w * (LG4 + w * LG6));
  return s * (halfSquare + (odd + even)) + k * LN2_LOW - halfSquare + f + k * LN2_HIGH;
}
