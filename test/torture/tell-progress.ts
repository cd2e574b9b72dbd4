import { duration } from '../../reports/words/words.js';

/** How often it is said, in milliseconds. */
const EVERY_MS = 30_000;

/** What says now and then, on stderr, how far something that takes long is: told after each part of it. */
export function tellProgress(): (share: number, done: string) => void {
  const started = performance.now();
  let told = started;
  return (share, done) => {
    const now = performance.now();
    if (now - told < EVERY_MS) return;
    told = now;
    const left = ((now - started) / 1000) * (1 / share - 1);
    process.stderr.write(`${done}; ${duration(left)} left\n`);
  };
}
