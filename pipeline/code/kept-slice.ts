import path from 'node:path';
import type { KeptSource } from './kept-source.js';
import { packageFolder } from './program/resolve.js';
import type { Placed } from './slice/reach.js';

/**
 * The readable source of what a piece of code consists of. A WebAssembly kernel, which is in the code as base64 text, is
 * kept as the hash of its bytes.
 * @param file where the piece is: paths are told from its package's folder.
 */
export function keptSource(statements: readonly Placed[], file: string): KeptSource {
  const home = packageFolder(file);
  const files = new Map<string, { name: string; text: string }[]>();
  const kernels: Record<string, KeptSource['kernels'][string]> = {};
  for (const { module, statement } of statements) {
    if (statement.kernel) {
      kernels[statement.kernel.name] = statement.kernel.hash;
      continue;
    }
    const place = path.relative(home, module.file).split(path.sep).join('/');
    const symbols = files.get(place) ?? [];
    files.set(place, symbols);
    symbols.push({ name: statement.title, text: statement.readable });
  }
  return { files: [...files].map(([place, symbols]) => ({ path: place, symbols })), kernels };
}
