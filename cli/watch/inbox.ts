import { setTimeout as delay } from 'node:timers/promises';

/** What has happened since somebody last looked: files that were saved, and whether there is anything else to look at. */
export class Inbox {
  #saved = new Set<string>();
  #lastSave = 0;
  #isNews = false;
  #wake: (() => void) | undefined;

  /** Puts in a file that was saved. */
  save(file: string): void {
    this.#saved.add(file);
    this.#lastSave = performance.now();
    this.wake();
  }

  /** Whoever waits for news gets to look. */
  wake(): void {
    this.#isNews = true;
    this.#wake?.();
  }

  /** Resolves when there are news, at once if there are some that nobody has waited for. */
  async news(): Promise<void> {
    if (!this.#isNews) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#isNews = false;
  }

  /** Resolves when for so long nothing was saved: the burst is over. */
  async quiet(milliseconds: number): Promise<void> {
    for (;;) {
      const left = this.#lastSave + milliseconds - performance.now();
      if (left <= 0) return;
      await delay(left);
    }
  }

  /** Whether files were saved that nobody has taken out. */
  get hasSaves(): boolean {
    return this.#saved.size > 0;
  }

  /** Takes out what was saved: absolute paths. */
  takeSaves(): ReadonlySet<string> {
    const saved = this.#saved;
    this.#saved = new Set();
    return saved;
  }
}
