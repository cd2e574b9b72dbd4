import { RestudyError } from '../../pipeline/errors.js';
import { printable } from '../../reports/words/printable.js';
import { outputStream, terminalStream, writeErr, writeOut } from './streams.js';

// The one door to a person's terminal. Names, params, sources and messages come from records, data and code, so from
// anywhere: nothing that a terminal would obey passes it, but for the colours of our own text.

/** Prints text for people, ended with a line end. */
export function writeText(text: string): void {
  writeOut(`${plain(text)}\n`);
}

/** Prints an object as a line of JSON; what a terminal would obey can only be in its strings, and is escaped there. */
export function writeLine(object: object): void {
  writeText(JSON.stringify(object));
}

/** Prints lines that have colours of our own. */
export function writeStyled(lines: readonly string[]): void {
  writeOut(lines.map((line) => `${styled(line)}\n`).join(''));
}

/** Prints a text as it is, such as JSON of any size. Resolves when it is written. */
export async function writeWhole(text: string): Promise<void> {
  await new Promise((resolve) => outputStream().write(plain(text), resolve));
}

/** Gives bytes to a file or a program. Resolves when they are written. Throws a RestudyError on a terminal, which may obey them. */
export async function writeBytes(bytes: Uint8Array): Promise<void> {
  if (terminalStream()) {
    throw new RestudyError(
      'bad-usage',
      'Bytes are not for a terminal: save them with -o FILE, or give them to a program that reads them.',
    );
  }
  await new Promise((resolve) => outputStream().write(bytes, resolve));
}

/** Prints a line on standard error that says whose it is. */
export function writeWarning(message: string): void {
  writeErr(`restudy: ${printable(message)}\n`);
}

/** Prints text of several lines on standard error: a stack, a usage. */
export function writeErrorText(text: string): void {
  writeErr(`${plain(text)}\n`);
}

/** Whether standard output is a terminal that can be drawn on. */
export function isTerminal(): boolean {
  return process.env['TERM'] !== 'dumb' && terminalStream() !== undefined;
}

function plain(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

const ESCAPE = '\u001B';
/** What our own text is coloured with: bold, dim, the six colours, and the two greys of a pair of pixels. */
const STYLE = new RegExp(`(${ESCAPE}\\[(?:0|1|2|22|3[1-6]|39|38;[25][;\\d]+;48;[25][;\\d]+)m)`);

/** A line with what a terminal would obey spelled out, colours of our own excepted. */
export function styled(line: string): string {
  return line
    .split(STYLE)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');
}
