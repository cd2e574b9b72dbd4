import { cyan, dim } from 'yoctocolors';

/** A bar of so many columns, of which a share from 0 to 1 is done: `━━━━╸───`. It is told apart without colours. */
export function progressBar(fraction: number, columns: number): string {
  const halves = Math.round(Math.min(1, Math.max(0, fraction)) * columns * 2);
  const done = '━'.repeat(Math.floor(halves / 2)) + (halves % 2 === 1 ? '╸' : '');
  return cyan(done) + dim('─'.repeat(columns - done.length));
}
