/** A download that failed. The message is one line that names the address. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  /** Whether it may go well if it is tried again: the fault is the network's, or the server is busy. */
  readonly isPassing: boolean;
  /** How long the server asks to wait before that. */
  readonly retryAfterSeconds: number | undefined;

  /**
   * @param address what was to be downloaded.
   * @param problem what went wrong.
   */
  constructor(
    address: URL | string,
    problem: string,
    { isPassing = false, retryAfterSeconds, cause }: Passing = {},
  ) {
    super(`${address}: ${problem}`, { cause });
    this.isPassing = isPassing;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

interface Passing {
  readonly isPassing?: boolean;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}
