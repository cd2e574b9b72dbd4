import { naturalLog } from '../metrics/natural-log.js';
import { add, type DoubleDouble, divide, multiply } from './double-double.js';

/** ln 2 in two parts; the first one times an exponent is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
/** |r| is at most ln(2) / 2: this many terms of its exponential series reach 2^-104. */
const TERMS = 24;

/**
 * x to the power of y, rounded correctly but for one result in millions: the result is computed to some 75 bits first.
 * (JavaScript leaves the last bits of `Math.pow` to the engine.)
 *
 * @param x a positive normal number
 * @param y from 0 to 1
 */
export function power(x: number, y: number): number {
  const [k, sum] = exponential(multiply(logarithm(x), [y, 0]));
  return scale(sum[0], k);
}

/** ln x, by one Newton step from a double's: l + x e^-l - 1. */
function logarithm(x: number): DoubleDouble {
  const exponent = exponentOf(x);
  const mantissa = scale(x, -exponent);
  const rough = naturalLog(mantissa);
  const [k, sum] = exponential([-rough, 0]);
  const correction = add(multiply([mantissa, 0], [scale(sum[0], k), scale(sum[1], k)]), [-1, 0]);
  return add(add([exponent * LN2_HIGH, 0], [exponent * LN2_LOW, 0]), add([rough, 0], correction));
}

/** e^a = 2^k sum: with a = k ln 2 + r, the series of e^r. */
function exponential(a: DoubleDouble): [k: number, sum: DoubleDouble] {
  const k = Math.round(a[0] / (LN2_HIGH + LN2_LOW));
  const r = add(add(a, [-k * LN2_HIGH, 0]), [-k * LN2_LOW, 0]);
  let sum: DoubleDouble = [1, 0];
  for (let term = TERMS; term > 0; term--) sum = add([1, 0], divide(multiply(r, sum), term));
  return [k, sum];
}

/** The exponent of the power of 2 that a positive normal number lies above. */
function exponentOf(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return (view.getUint32(0) >>> 20) - 1023;
}

/** x 2^exponent, in two halves, so that neither power of 2 is out of range. */
function scale(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * powerOfTwo(half) * powerOfTwo(exponent - half);
}

function powerOfTwo(exponent: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, (exponent + 1023) << 20);
  return view.getFloat64(0);
}
