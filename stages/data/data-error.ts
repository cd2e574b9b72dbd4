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
