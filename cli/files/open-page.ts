import { pathToFileURL } from 'node:url';
import open from 'open';

/** Opens a file in the browser that the user prefers. Resolves once that was asked to, not when it is closed. */
export async function openPage(file: string): Promise<void> {
  await open(pathToFileURL(file).href);
}
