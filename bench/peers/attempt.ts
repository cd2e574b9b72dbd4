import type { Side } from '../row.js';

/** A peer that is set up by `make`; one that is not there, with the reason, if that fails. */
export async function attempt(name: string, make: () => Promise<readonly Side[]>): Promise<readonly Side[]> {
  try {
    return await make();
  } catch (error) {
    return [{ name, missing: `it could not be set up: ${(error as Error).message.split('\n')[0]}` }];
  }
}
