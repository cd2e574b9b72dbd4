/** After an interrupt, what is on its way gets this long to end; then the process ends anyway. */
const GRACE_MS = 800;

/** Does some work that an interrupt (Ctrl-C) brings to an early end by aborting the signal; a second one ends the process. */
export async function interruptible<Result>(body: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interrupt = new AbortController();
  const onSignal = () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort();
    setTimeout(() => process.exit(130), GRACE_MS).unref();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    return await body(interrupt.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
