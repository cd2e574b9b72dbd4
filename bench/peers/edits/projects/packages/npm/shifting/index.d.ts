export function shifted(number: number): number;
