import { printable } from '../reports/words/printable.js';
import { writeOut } from './output.js';

/** Prints text for people, ended with a line end, with nothing in it that a terminal would obey. */
export function writeText(text: string): void {
  writeOut(`${text.split('\n').map(printable).join('\n')}\n`);
}

/** Prints an object as a line of JSON; what a terminal would obey can only be in its strings, and is escaped there. */
export function writeLine(object: object): void {
  writeOut(`${printable(JSON.stringify(object))}\n`);
}
