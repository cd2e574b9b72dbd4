#!/usr/bin/env node
// Starts the command line with the code that V8 compiled when it was bundled: compiling it anew would take longer than
// a run that has nothing to do. V8 refuses a cache made by another version of itself; then it compiles.
//
// There are two programs, which share nothing: a small one for the run that should take no time (cli/hits.ts), and the
// whole command line (cli/main.ts), for which the small one makes way if there is more to do. A study of one's own needs
// the modules of the library that it imports: the command line is then started as a part of that (cli/project-main.ts).
import fs = require('node:fs');
import path = require('node:path');
import vm = require('node:vm');
import project = require('./options/find-project.js');

interface Hits {
  runReleased(args: readonly string[]): Promise<boolean>;
}

function load(name: string): unknown {
  const file = path.join(__dirname, `${name}.cjs`);
  const cacheFile = path.join(__dirname, `${name}.cache`);
  const script = new vm.Script(fs.readFileSync(file, 'latin1'), {
    filename: file,
    cachedData: fs.existsSync(cacheFile) ? fs.readFileSync(cacheFile) : undefined,
  });
  const program = { exports: {} };
  script.runInThisContext()(program.exports, require, program, file, __dirname);
  // The build asks for the caches after everything that is used at once was compiled.
  if (process.env['RESTUDY_WRITE_CODE_CACHE'] !== undefined) {
    process.on('exit', () => fs.writeFileSync(cacheFile, script.createCachedData()));
  }
  return program.exports;
}

/** Whether the arguments, or the project that this folder is in, name a study of the user's own. */
function isOwnStudy(args: readonly string[]): boolean {
  if (args[0] === 'init' || args.some((arg) => arg === '--study' || arg.startsWith('--study='))) return true;
  try {
    return project.findProject(process.cwd()) !== undefined;
  } catch {
    // This folder was deleted.
    return false;
  }
}

const args = process.argv.slice(2);
if (isOwnStudy(args)) {
  void import('./project-main.js');
} else if (args[0] === 'run') {
  void (load('hits') as Hits).runReleased(args).then((isThrough) => {
    // All is closed, and all is written. Ending now spares Node to take down its heap piece by piece.
    if (isThrough) process.exit();
    load('restudy');
  });
} else {
  load('restudy');
}
