// Numbers of twice a double's precision: the unevaluated sum of two doubles, the second one below half a unit of the
// first one's last place. Only + - * / of doubles, so the bits are the same everywhere.
// Source: Dekker (1971), "A floating-point technique for extending the available precision"; Knuth's two-sum.

export type DoubleDouble = readonly [high: number, low: number];

/** a + b exactly. */
function twoSum(a: number, b: number): DoubleDouble {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

/** a b exactly, for factors below 2^996. */
function twoProduct(a: number, b: number): DoubleDouble {
  const product = a * b;
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

/** A double as the sum of two with 26 bits each. */
function split(a: number): DoubleDouble {
  const scaled = 134217729 * a;
  const high = scaled - (scaled - a);
  return [high, a - high];
}

export function add(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const [high, low] = twoSum(a[0], b[0]);
  return twoSum(high, low + a[1] + b[1]);
}

export function multiply(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const [high, low] = twoProduct(a[0], b[0]);
  return twoSum(high, low + a[0] * b[1] + a[1] * b[0]);
}

/** a / b for a double b. */
export function divide(a: DoubleDouble, b: number): DoubleDouble {
  const quotient = a[0] / b;
  const [high, low] = twoProduct(quotient, b);
  return twoSum(quotient, (a[0] - high - low + a[1]) / b);
}
