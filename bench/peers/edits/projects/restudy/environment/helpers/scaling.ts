import { times } from './arithmetic.ts';

export async function scaled(numbers: readonly number[], factor: number): Promise<number[]> {
  const shift = Number(process.env.SHIFT);
  return numbers.map((number) => times(number, factor) + shift);
}
