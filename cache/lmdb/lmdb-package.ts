import { createRequire } from 'node:module';

/**
 * The package lmdb, loaded when it is needed, and not as ES modules, which takes 20 ms longer. The build puts
 * the package itself in this file's place in the command line's bundle (scripts/bundle-lmdb.mjs).
 */
export function loadLmdb(): typeof import('lmdb') {
  return createRequire(import.meta.url)('lmdb');
}
