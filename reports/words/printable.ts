/** Control characters, among them those that move the cursor or recolour a terminal; and what turns text around. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text from a record for a terminal: whoever wrote the record must not get to write the screen. */
export function printable(text: string): string {
  // Each half of a pair by itself, so that in JSON it stays an escape that JSON knows.
  return text.replace(UNPRINTABLE, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
