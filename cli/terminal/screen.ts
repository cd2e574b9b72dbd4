import { createLogUpdate } from 'log-update';
import stringWidth from 'string-width';
import { styled, writeStyled } from './output.js';
import { outputStream } from './streams.js';
import { type Room, windowRoom } from './terminal-window.js';

const REDRAW_MS = 80;

/** A picture at the end of the terminal's output, drawn anew when what it shows or the window changes. */
export class Screen {
  readonly #picture: (room: Room) => readonly string[];
  readonly #out = outputStream();
  readonly #live = createLogUpdate(this.#out);
  #drawn: readonly string[] = [];
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isOn = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param picture makes the lines of the picture; none may be longer than the room is wide. */
  constructor(picture: (room: Room) => readonly string[]) {
    this.#picture = picture;
  }

  start(): void {
    this.#isOn = true;
    this.#out.on('resize', this.#resized);
    this.#draw();
  }

  /** What the picture shows has changed: draws it soon, but not more often than an eye can follow. */
  changed(): void {
    const wait = this.#drawnAt + REDRAW_MS - performance.now();
    this.#timer ??= setTimeout(() => this.#draw(), Math.max(0, wait));
  }

  #draw(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#isOn) return;
    this.#drawn = this.#picture(windowRoom()).map(styled);
    this.#live(this.#drawn.join('\n'));
    this.#drawnAt = performance.now();
  }

  /** Prints lines that stay, above the picture. */
  print(lines: readonly string[]): void {
    this.#live.clear();
    writeStyled(lines);
    this.#draw();
  }

  /** Takes the picture away and gives the terminal back. */
  stop(): void {
    if (!this.#isOn) return;
    this.#isOn = false;
    clearTimeout(this.#timer);
    this.#out.off('resize', this.#resized);
    this.#live.clear();
    this.#live.done();
    this.#drawn = [];
  }

  /** A terminal that became narrower has broken the lines of the picture, so it takes up more of them than were drawn. */
  readonly #resized = () => {
    const { columns } = this.#out;
    const taken = this.#drawn.map((line) => Math.max(1, Math.ceil(stringWidth(line) / columns)));
    const above = taken.reduce((sum, rows) => sum + rows, 0);
    this.#out.moveCursor(0, -Math.min(above, this.#out.rows));
    this.#out.cursorTo(0);
    this.#out.clearScreenDown();
    // It must not take anything away that is gone already.
    this.#live.done();
    this.#draw();
  };
}
