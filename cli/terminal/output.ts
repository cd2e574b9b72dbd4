import { fstatSync, writeSync } from 'node:fs';
import { printable } from '../../reports/words/printable.js';

const STANDARD_OUTPUT = 1;

let stream: NodeJS.WriteStream | undefined;

/** Standard output as a stream. It ends the process when whoever reads it has enough (`restudy runs | head`). */
export function outputStream(): NodeJS.WriteStream {
  stream ??= process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  return stream;
}

/**
 * Whether standard output is a terminal that can be drawn on. Node loads sockets to make its stream, so it is asked
 * only about what may be one.
 */
export function isTerminal(): boolean {
  return (
    process.env['TERM'] !== 'dumb' && fstatSync(STANDARD_OUTPUT).isCharacterDevice() && outputStream().isTTY
  );
}

/** Writes a text to standard output: to a file or a pipe at once, as Node's stream would, but without making one. */
export function writeOut(text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (!stream && !isTerminal() && rest.length > 0) {
      rest = rest.subarray(writeSync(STANDARD_OUTPUT, rest));
    }
  } catch {
    // A pipe that is full and does not block, or one that nobody reads: the stream knows what to do.
  }
  if (rest.length > 0) outputStream().write(rest);
}

/** Prints text for people, ended with a line end, with nothing in it that a terminal would obey. */
export function writeText(text: string): void {
  writeOut(`${text.split('\n').map(printable).join('\n')}\n`);
}

/** Prints an object as a line of JSON; what a terminal would obey can only be in its strings, and is escaped there. */
export function writeLine(object: object): void {
  writeOut(`${printable(JSON.stringify(object))}\n`);
}
