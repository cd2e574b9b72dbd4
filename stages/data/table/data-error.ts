/** Data that is not what it should be. The message is one line that names the file. */
export class DataError extends Error {
  override readonly name: string = 'DataError';

  /**
   * @param file the file's name as the user knows it.
   * @param problem what was expected and what was found.
   */
  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`${file}: ${problem}`, options);
  }
}

/** A piece of a file as an error may show it: on one line, and short. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

/** Longer reasons repeat the data that they are about. */
const MOST_REASON = 200;

/** Why a library refused data, on one line, short, and without the full stop at its end. */
export function reasonOf(cause: unknown): string {
  const text = (cause as Error).message.replace(/\s+/g, ' ').replace(/\.$/, '');
  return text.length > MOST_REASON ? `${text.slice(0, MOST_REASON)}…` : text;
}
