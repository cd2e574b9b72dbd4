import { DownloadError } from './download-error.js';
import type { Listener, Network } from './network.js';

const ATTEMPTS = 6;
const FIRST_WAIT_SECONDS = 1;
/** A server that asks for a longer wait is not waited for. */
const LONGEST_WAIT_SECONDS = 60;

/**
 * Tries something up to six times, as long as it fails with a DownloadError that may pass; before each further
 * attempt it waits, twice as long each time, and at least as long as the server asks. Rejects with the last error.
 */
export async function retry<Result>(
  attempt: () => Promise<Result>,
  { wait }: Network,
  { signal, log }: Listener,
): Promise<Result> {
  for (let number = 1; ; number++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof DownloadError) || !error.isPassing) throw error;
      const asked = error.retryAfterSeconds ?? 0;
      const isTooLong = asked > LONGEST_WAIT_SECONDS;
      if (number === ATTEMPTS || isTooLong) throw givenUp(error, number, isTooLong ? asked : undefined);
      const seconds = Math.max(asked, FIRST_WAIT_SECONDS * 2 ** (number - 1));
      log(`${error.message} Trying again in ${Math.ceil(seconds)} s.`);
      await wait(seconds, signal);
    }
  }
}

function givenUp(error: DownloadError, attempts: number, asked: number | undefined): DownloadError {
  const why =
    asked === undefined
      ? `Given up after ${attempts} attempts`
      : `The server asks to wait ${Math.ceil(asked)} s`;
  const all = `${error.message} ${why}; what came is kept: run it again to go on.`;
  return new DownloadError('OpenML', all, { cause: error });
}
