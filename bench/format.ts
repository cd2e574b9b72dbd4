/** `12.3 s`, `45.6 ms`, `7.89 µs`: three digits. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 0.9995) return `${digits(seconds)} s`;
  if (seconds >= 0.9995e-3) return `${digits(seconds * 1e3)} ms`;
  return `${digits(seconds * 1e6)} µs`;
}

/** A number of any size with three digits, or all of its whole ones. */
export function formatFigure(value: number): string {
  return digits(value);
}

/** `123 MB`; nothing for what is not known. */
export function formatBytes(bytes: number | null): string {
  if (bytes === null) return '';
  return bytes >= 1e9 ? `${digits(bytes / 1e9)} GB` : `${digits(bytes / 1e6)} MB`;
}

function digits(value: number): string {
  if (value === 0) return '0';
  // Rounded first: 0.9999 has its digits where 1.00 has them.
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(3)))));
  return value.toFixed(Math.min(Math.max(0, 2 - magnitude), 6));
}
