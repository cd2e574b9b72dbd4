/** Options that every command takes. */
export interface CommonOptions {
  readonly cache: string;
  readonly params?: string;
  readonly set: readonly string[];
  readonly json?: boolean;
  readonly verbose?: boolean;
}
