export function shifted(number) {
  return number + 0;
}
