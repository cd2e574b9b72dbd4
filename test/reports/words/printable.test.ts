import { expect, test } from 'vitest';
import { printable } from '../../../reports/words/printable.js';

test('control characters and those that turn text around are spelled out; all other text stays', () => {
  expect(printable('Zürich ✓ 日本 🙂')).toBe('Zürich ✓ 日本 🙂');
  expect(printable('\u001b[2J\r\n\u009b1m\u202eevil')).toBe('\\u001b[2J\\u000d\\u000a\\u009b1m\\u202eevil');
});

test('what is spelled out in JSON can be read back', () => {
  const text = 'a\u001b\u{e0041}\u2028b';
  const line = printable(JSON.stringify(text));
  expect(line).toMatch(/^[\x20-\x7e]*$/);
  expect(JSON.parse(line)).toBe(text);
});
