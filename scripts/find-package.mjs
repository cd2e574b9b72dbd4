// Part of the command line: how it finds the packages whose addon it loads.
import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** The folder of a package, as code in the folder `from` would be given it: that of the nearest `node_modules`. */
export function findPackage(name, from) {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const found = path.join(folder, 'node_modules', name);
    if (existsSync(path.join(found, 'package.json'))) return realpathSync.native(found);
    if (folder === path.dirname(folder)) break;
  }
  // Elsewhere: whoever put it there told Node's resolver. It gives the main file, whose folder lmdb can do with too.
  return path.dirname(createRequire(path.join(from, 'from.js')).resolve(name));
}
