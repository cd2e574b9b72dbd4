export function shifted(number: number): number {
  return number + 0;
}
