// Two imports away from the stage.

export function halved(number: number): number {
  return number / 2;
}

export function times(number: number, factor: number): number {
  const product = number * factor;
  return product;
}
