import { StoreError } from '../../cache/store-error.js';
import { RestudyError } from '../../pipeline/errors.js';
import { writeErrorText, writeLine, writeWarning } from './output.js';

/** May happen wherever a file is opened, and wherever code is loaded or a thread is started. */
const OUT_OF_FILES = /\bE[MN]FILE\b/;

/** Prints an error as one line on stderr, the stack only if asked for, and returns the exit code. */
export function reportError(
  error: unknown,
  options: { readonly verbose?: boolean; readonly json?: boolean },
): number {
  const known = error instanceof RestudyError || error instanceof StoreError;
  const message = messageOf(error);
  if (options.json) {
    const code = known ? error.code : 'unexpected';
    writeLine({ type: 'error', code, message });
  }
  writeWarning(message.trim().replace(/\s*\n\s*/g, ' '));
  if (options.verbose && error instanceof Error) writeErrorText(error.stack ?? '');
  else if (!known && !OUT_OF_FILES.test(message))
    writeWarning('this was not expected; --verbose shows where it happened.');
  return error instanceof RestudyError ? error.exitCode : 1;
}

function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!OUT_OF_FILES.test(message)) return message;
  return `${message.replace(/[.:]?$/, '.')} Close other programs, or allow more files to be open at once (ulimit -n).`;
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
