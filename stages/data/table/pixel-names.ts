/** What OpenML calls the pixels of MNIST: row by row from the top, counted from 1. */
export function pixelNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `pixel${index + 1}`);
}
