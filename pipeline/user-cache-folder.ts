import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where a user's caches are, by the XDG Base Directory Specification. It is the engine's: where something is kept is no part
 * of a key, as what stages read of their surroundings by themselves would be.
 */
export function userCacheFolder(): string {
  return process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache');
}
