/** How many percentage points an accuracy lies above another, both rounded to the hundredth: `+0.12`, `0.00`. */
export function pointsAbove(accuracy: number, other: number): string {
  const points = Math.round(accuracy * 10_000) - Math.round(other * 10_000);
  return points === 0 ? '0.00' : `${points > 0 ? '+' : '-'}${(Math.abs(points) / 100).toFixed(2)}`;
}
