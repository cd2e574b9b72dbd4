export const shifts: number[] = [];
