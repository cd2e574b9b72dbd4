import { RestudyError } from '../../pipeline/errors.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const BYTES: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

/** An option that is a length of time, such as `12h` or `30d`: in seconds. */
export function seconds(option: string, text: string): number {
  return amount(option, text, SECONDS, 'a length of time such as 45m, 12h, 30d or 2w');
}

/** An option that is a size, such as `500MB` or `1.5GB`: in bytes. */
export function bytes(option: string, text: string): number {
  return Math.floor(amount(option, text, BYTES, 'a size such as 500MB or 1.5GB'));
}

function amount(
  option: string,
  text: string,
  units: Readonly<Record<string, number>>,
  expected: string,
): number {
  const { number, unit = '' } = /^(?<number>\d+(\.\d+)?) ?(?<unit>[a-z]+)$/i.exec(text)?.groups ?? {};
  // Case tells no two units apart.
  const known = Object.keys(units).find((name) => name.toLowerCase() === unit.toLowerCase());
  if (number === undefined || known === undefined) {
    throw new RestudyError('bad-usage', `${option} must be ${expected}; got "${text}".`);
  }
  return Number(number) * units[known]!;
}

/** An option that counts something: an integer from `least` to `most`. */
export function count(option: string, text: string, most: number, least = 1): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new RestudyError(
      'bad-usage',
      `${option} must be a whole number from ${least} to ${most}; got "${text}".`,
    );
  }
  return value;
}
