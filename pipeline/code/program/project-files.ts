import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Hash, sha256 } from '../../../cache/hash.js';
import { digest } from '../../canonical.js';
import { isProofAt, stampAt } from '../../file-stamp.js';
import { isJunk } from '../../junk.js';

/** Folders that are no part of a project's sources: packages have a part of their own, the rest is what tools keep. */
const LEFT_OUT = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.restudy',
  '.cache',
  '.venv',
  '__pycache__',
]);

/** A cache of results is known by this file, whatever its folder is called. */
const CACHE_FILE = 'data.mdb';

/** What was read, so that it is read again only where its stat is another one. */
const known = new Map<string, { readonly stamp: string; readonly hash: Hash }>();

/** The hash of a file's content, or of the names and contents of all files in a folder; undefined if there is neither. */
export function contentHash(place: string): Hash | undefined {
  const stat = statSync(place, { throwIfNoEntry: false });
  if (stat?.isDirectory()) return folderHash(place);
  return stat?.isFile() ? fileHash(place) : undefined;
}

/** All that code may load of its project where nobody can tell what: the files below its folder, without junk (junk.ts). */
export function folderHash(folder: string): Hash {
  const content = filesBelow(folder).map((file): [string, Hash] => [
    path.relative(folder, file).split(path.sep).join('/'),
    fileHash(file),
  ]);
  return digest('folder', content);
}

function fileHash(file: string): Hash {
  const stamp = stampAt(file);
  const before = known.get(file);
  if (before?.stamp === stamp) return before.hash;
  const atMs = Date.now();
  const hash = sha256(readFileSync(file));
  if (isProofAt(file, atMs) && stampAt(file) === stamp) known.set(file, { stamp, hash });
  return hash;
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some(({ name }) => name === CACHE_FILE)) return [];
  return entries
    .filter(({ name }) => !LEFT_OUT.has(name) && !isJunk(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(place);
      return statSync(place, { throwIfNoEntry: false })?.isFile() ? [place] : [];
    });
}
