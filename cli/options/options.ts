/** Options that every command takes. */
export interface CommonOptions {
  readonly cache: string;
  /** The module of a study of the user's own; the one that is shipped if there is none. */
  readonly study?: string;
  readonly params?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
  readonly verbose?: boolean;
  /** A file with the key that signs what is added to the history, on commands that add to it. */
  readonly sign?: string;
}
