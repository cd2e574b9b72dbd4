/** The kinds of failure a user can meet, and the exit code of each. */
const EXIT_CODES = {
  /** A param, option or name that the user gave breaks a rule. */
  'bad-usage': 2,
  /** The study's own wiring is wrong. */
  'bad-study': 2,
  /** Data from outside is not what it should be. */
  'bad-input': 1,
  /** A step failed. */
  'step-failed': 1,
  /** Code or a file changed while a step ran, so its result cannot be trusted. */
  'changed-while-running': 1,
  /** An asked-for result is not there (yet, or no more). */
  'no-result': 1,
  /** The store cannot be opened or written. */
  store: 1,
  /** The user interrupted the run. */
  interrupted: 130,
} as const;

/** What kind of failure an error is. */
export type ErrorCode = keyof typeof EXIT_CODES;

/** An error meant for the user: its message is one line that names the option, the rule, the value and the way out. */
export class RestudyError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RestudyError';
    this.code = code;
  }

  get exitCode(): number {
    return EXIT_CODES[this.code];
  }
}

/** A param breaks its rule: of which step, and the path to it (`['grid', 'C']`; empty if it is the params as a whole). */
export class ParamError extends RestudyError {
  readonly step: string;
  readonly path: readonly string[];

  constructor(step: string, path: readonly string[], message: string) {
    super('bad-usage', message);
    this.step = step;
    this.path = path;
  }
}
