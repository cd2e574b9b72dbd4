/**
 * Names of files and folders that no one puts among data, since a system or an editor makes and deletes them by itself:
 * the lists of github.com/github/gitignore (Global) and sindresorhus/junk, without what could be data.
 */
const JUNK = [
  // macOS: how a folder looks, attributes where the file system has none for them, what it keeps on each volume.
  '\\.DS_Store',
  '\\._.*',
  '\\.AppleDouble',
  '__MACOSX',
  'Icon\\r',
  '\\.(?:Spotlight-V100|Trashes|fseventsd|TemporaryItems|DocumentRevisions-V100|apdisk)',
  // Windows: thumbnails, how a folder looks, deleted files, restore points.
  'Thumbs\\.db',
  'ehthumbs(?:_vista)?\\.db',
  'desktop\\.ini',
  '\\$RECYCLE\\.BIN',
  'System Volume Information',
  // Linux: how a folder looks (KDE), deleted files, those that are deleted and still open (NFS, FUSE).
  '\\.directory',
  '\\.Trash-\\d+',
  '\\.nfs[\\da-f]+',
  '\\.fuse_hidden[\\da-f]+',
  // Synology: thumbnails.
  '@eaDir',
  // Editors: locks of what is open (LibreOffice, Office, Emacs), swap files (vim), the version before the last.
  '\\.~lock\\..*#',
  '~\\$.*',
  '\\.#.*',
  '\\..+\\.sw[a-p]',
  '.*~',
];
const PATTERN = new RegExp(`^(?:${JUNK.join('|')})$`, 'is');

/**
 * Whether a name is that of a file or folder that is no data, whoever made it: `.DS_Store`, `Thumbs.db`, `a.png~`.
 * What is below such a folder is none, either.
 *
 * These are in no folder's hash (hash-folder.ts), so a stage that reads a folder has to pass over them, too. That is
 * why the list is part of FORMAT (key.ts) like all that the engine contributes: it must not change unless that is raised.
 */
export function isJunk(name: string): boolean {
  return PATTERN.test(name);
}
