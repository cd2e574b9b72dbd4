import { readFileSync } from 'node:fs';
import { times } from './arithmetic.ts';

const SHIFT = Number(readFileSync(new URL('shift.txt', import.meta.url), 'utf8'));

export async function scaled(numbers: readonly number[], factor: number): Promise<number[]> {
  return numbers.map((number) => times(number, factor) + SHIFT);
}
