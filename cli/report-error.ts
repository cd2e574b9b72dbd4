import { StoreError } from '../cache/store-error.js';
import { RestudyError } from '../pipeline/errors.js';
import { printable } from '../reports/printable.js';
import { writeOut } from './output.js';

/** Prints an error as one line on stderr, the stack only if asked for, and returns the exit code. */
export function reportError(
  error: unknown,
  options: { readonly verbose?: boolean; readonly json?: boolean },
): number {
  const known = error instanceof RestudyError || error instanceof StoreError;
  // A name in it may come from a record or a file, and so from anywhere.
  const message = error instanceof Error ? error.message : String(error);
  if (options.json) {
    const code = known ? error.code : 'unexpected';
    writeOut(`${printable(JSON.stringify({ type: 'error', code, message }))}\n`);
  }
  process.stderr.write(`restudy: ${printable(message.trim().replace(/\s*\n\s*/g, ' '))}\n`);
  if (options.verbose && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  else if (!known)
    process.stderr.write('restudy: this was not expected; --verbose shows where it happened.\n');
  return error instanceof RestudyError ? error.exitCode : 1;
}

/** Does some work of a command that is bundled apart (scripts/build.mjs): only there its errors are known by their classes. */
export async function reported(
  options: { readonly verbose?: boolean; readonly json?: boolean },
  body: () => Promise<number>,
): Promise<number> {
  try {
    return await body();
  } catch (error) {
    return reportError(error, options);
  }
}
