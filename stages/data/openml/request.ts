import { allowedUrl } from './allowed-url.js';
import { DownloadError } from './download-error.js';
import type { Network } from './network.js';

/** An answer whose body is still to come, piece by piece. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Rejects with a DownloadError if the connection breaks, or brings nothing for too long. Ends the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** Too busy, too slow, or broken for the moment. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/**
 * Asks for an address by GET, as it is stored (no compression on the way, so that a range of it means the same each
 * time). Redirects are followed to OpenML's hosts only (`allowedUrl`). Rejects with a DownloadError for no answer
 * and for statuses that stand for a passing trouble; all others are the caller's to judge.
 */
export async function request(
  address: URL,
  headers: Readonly<Record<string, string>>,
  network: Network,
  signal: AbortSignal,
): Promise<Answer> {
  const watch = new StallWatch(address, network, signal);
  let url = address;
  for (let redirects = 0; ; redirects++) {
    const response = await watch.guard(() =>
      network.fetch(url, {
        headers: { 'accept-encoding': 'identity', ...headers },
        redirect: 'manual',
        signal: watch.signal,
      }),
    );
    if (!REDIRECTS.has(response.status)) return answer(response, address, watch);
    await discard(response);
    if (redirects === MOST_REDIRECTS) {
      throw new DownloadError(address, `it redirects more than ${MOST_REDIRECTS} times.`);
    }
    url = allowedUrl(response.headers.get('location') ?? '', url);
  }
}

async function answer(response: Response, address: URL, watch: StallWatch): Promise<Answer> {
  const { status, headers } = response;
  if (PASSING.has(status)) {
    await discard(response);
    const retryAfterSeconds = parseRetryAfter(headers.get('retry-after'));
    throw new DownloadError(address, `the server answers ${status}.`, { isPassing: true, retryAfterSeconds });
  }
  return { status, headers, body: pieces(response, watch) };
}

async function* pieces({ body }: Response, watch: StallWatch): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await watch.guard(() => reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    // It is broken already, or nobody wants the rest.
    await reader.cancel().catch(() => undefined);
  }
}

async function discard(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

/** Seconds, or a date, as HTTP has them (RFC 9110, 10.2.3). */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/** Gives up what brings nothing for too long, or takes too long as a whole, and says so. */
class StallWatch {
  readonly #address: URL;
  readonly #limits: Pick<Network, 'stallSeconds' | 'longestSeconds'>;
  readonly #outer: AbortSignal;
  readonly #given = new AbortController();
  readonly #started = performance.now();
  readonly signal: AbortSignal;

  constructor(address: URL, limits: Pick<Network, 'stallSeconds' | 'longestSeconds'>, outer: AbortSignal) {
    this.#address = address;
    this.#limits = limits;
    this.#outer = outer;
    this.signal = AbortSignal.any([outer, this.#given.signal]);
  }

  /** Waits for one thing. Rejects with a DownloadError if it fails or does not come; with the reason if cancelled. */
  async guard<Result>(body: () => Promise<Result>): Promise<Result> {
    const { stallSeconds, longestSeconds } = this.#limits;
    const left = longestSeconds - (performance.now() - this.#started) / 1_000;
    const problem =
      left < stallSeconds
        ? `it is not through after ${longestSeconds} s.`
        : `nothing came for ${stallSeconds} s.`;
    const timer = setTimeout(() => this.#given.abort(), Math.max(0, Math.min(left, stallSeconds)) * 1_000);
    try {
      return await body();
    } catch (cause) {
      this.#outer.throwIfAborted();
      const hasTimedOut = this.#given.signal.aborted;
      throw new DownloadError(
        this.#address,
        hasTimedOut ? problem : `the connection failed (${reasonOf(cause)}).`,
        { isPassing: true, cause },
      );
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Node's `fetch` says "fetch failed" or "terminated"; why is in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const inner = cause instanceof Error ? cause : undefined;
  return (inner && ((inner as NodeJS.ErrnoException).code ?? inner.message)) || message;
}
