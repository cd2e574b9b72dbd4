import { fstatSync, writeSync } from 'node:fs';

// Standard output and standard error, as they are. Only what is in this folder writes to them.

const STANDARD_OUTPUT = 1;

let stream: NodeJS.WriteStream | undefined;

/** Standard output as a stream. It ends the process when whoever reads it has enough (`restudy runs | head`). */
export function outputStream(): NodeJS.WriteStream {
  stream ??= process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1);
  });
  return stream;
}

/** Standard output, if it is a terminal. Node loads sockets to make its stream, so it is asked only about what may be one. */
export function terminalStream(): NodeJS.WriteStream | undefined {
  return fstatSync(STANDARD_OUTPUT).isCharacterDevice() && outputStream().isTTY ? outputStream() : undefined;
}

/** Writes a text to standard output: to a file or a pipe at once, as Node's stream would, but without making one. */
export function writeOut(text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (!stream && !terminalStream() && rest.length > 0) {
      rest = rest.subarray(writeSync(STANDARD_OUTPUT, rest));
    }
  } catch {
    // A pipe that is full and does not block, or one that nobody reads: the stream knows what to do.
  }
  if (rest.length > 0) outputStream().write(rest);
}

/** Writes a text to standard error. */
export function writeErr(text: string): void {
  process.stderr.write(text);
}
