/**
 * A number of at most 1 with `digits` decimals as Python's `format(value, '.2f')` writes it. `toFixed` rounds a
 * value exactly half-way up, Python to the even digit: 0.125 is 0.13 to the one and 0.12 to the other.
 */
export function formatFixed(value: number, digits: number): string {
  // A double of 0 to 1 that is half-way has its last decimal right behind; any other differs much earlier
  // than at the 100th decimal.
  const exact = value.toFixed(100);
  const cut = exact.indexOf('.') + 1 + digits;
  const isHalfWay = /^50*$/.test(exact.slice(cut));
  const kept = exact.slice(0, digits === 0 ? cut - 1 : cut);
  return isHalfWay && Number(kept.at(-1)) % 2 === 0 ? kept : value.toFixed(digits);
}
