import { times } from './arithmetic.ts';

const METHODS = ['./methods/plain.ts'];

export async function scaled(numbers: readonly number[], factor: number): Promise<number[]> {
  let results = numbers.map((number) => times(number, factor));
  for (const place of METHODS) {
    const method = await import(place);
    results = results.map((result) => method.shifted(result));
  }
  return results;
}
