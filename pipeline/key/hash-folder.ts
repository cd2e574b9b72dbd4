import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Hash } from '../../cache/hash.js';
import type { FileMemory } from '../../cache/store.js';
import { digest } from '../canonical.js';
import { stampOf } from '../file-stamp.js';
import { isJunk } from '../junk.js';
import { type FileStore, fileContent, type SeenFile } from './file-content.js';

/** Folders below one another. A link to a folder above it has no end. */
const MOST_LEVELS = 16;

/**
 * The hash of a folder: of the names of all files in it and below, and their contents; junk is none of them (junk.ts).
 * Links count as what they lead to. As with files, only what may have changed is read; what was read is remembered in
 * one go.
 *
 * Throws for what is neither file nor folder, and for folders more than 16 levels deep.
 */
export async function seeFolder(folder: string, store: FileStore): Promise<SeenFile> {
  const { files, folders, junk } = listBelow(folder, [], [], { files: [], folders: [], junk: [] });
  const contents: [name: string, hash: Hash][] = [];
  const stamps: string[] = [];
  const memories: { readonly path: string; readonly memory: FileMemory }[] = [];
  for (const { name, stat, links } of files) {
    const file = path.join(folder, name);
    const { hash, stamp, memory } = await fileContent(file, stat, store);
    contents.push([name, hash]);
    stamps.push(name, stamp, ...links);
    if (memory) memories.push({ path: file, memory });
  }
  if (memories.length > 0) await store.commit({ files: memories });
  return {
    hash: digest('folder', contents),
    stamp: stamps.join('\0'),
    folders: folders.join('\0'),
    junk: junk.join('\0'),
  };
}

/** What is in a folder and below, in the same order on any system. */
interface Below {
  readonly files: {
    /** Its path from the root, with slashes. */
    readonly name: string;
    readonly stat: BigIntStats;
    /** The stamps of the links on the way to it. */
    readonly links: readonly string[];
  }[];
  /** The stamps of the folders, the root's first. */
  readonly folders: string[];
  /** The names of junk, and its stamps. */
  readonly junk: string[];
}

function listBelow(root: string, above: readonly string[], links: readonly string[], below: Below): Below {
  if (above.length > MOST_LEVELS) throw new Error(`it has folders more than ${MOST_LEVELS} levels deep.`);
  const folder = path.join(root, ...above);
  below.folders.push(stampOf(statSync(folder, { bigint: true })));
  for (const entry of readdirSync(folder).sort()) {
    const inner = [...above, entry];
    const name = inner.join('/');
    const own = lstatSync(path.join(folder, entry), { bigint: true });
    if (isJunk(entry)) {
      below.junk.push(name, stampOf(own));
      continue;
    }
    const isLink = own.isSymbolicLink();
    const stat = isLink ? statSync(path.join(folder, entry), { bigint: true }) : own;
    const linksTo = isLink ? [...links, stampOf(own)] : links;
    if (stat.isDirectory()) listBelow(root, inner, linksTo, below);
    else if (stat.isFile()) below.files.push({ name, stat, links: linksTo });
    else throw new Error(`${name} is neither a file nor a folder.`);
  }
  return below;
}
