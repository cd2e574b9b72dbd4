import { shifted } from 'shifting';
import { times } from './arithmetic.ts';

export async function scaled(numbers: readonly number[], factor: number): Promise<number[]> {
  return numbers.map((number) => shifted(times(number, factor)));
}
