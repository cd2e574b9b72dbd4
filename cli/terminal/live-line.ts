import { createLogUpdate } from 'log-update';
import { isTerminal, styled, writeText } from './output.js';
import { outputStream } from './streams.js';

const REDRAW_MS = 80;

/** Lines that stay, and on a terminal below them one that tells how far the work is. */
export class LiveLine {
  readonly #live = isTerminal() ? createLogUpdate(outputStream()) : undefined;
  #text = '';
  #drawAt = 0;

  print(line: string): void {
    this.#live?.clear();
    writeText(line);
    if (this.#text) this.#live?.(styled(this.#text));
  }

  /** Says how far the work is: now, or soon if that was said a moment ago. */
  draw(text: string): void {
    this.#text = text;
    if (performance.now() < this.#drawAt) return;
    this.#drawAt = performance.now() + REDRAW_MS;
    this.#live?.(styled(text));
  }

  /** Takes it away. */
  close(): void {
    this.#text = '';
    this.#live?.clear();
  }
}
