#!/usr/bin/env node
// Starts the bundled command line with the code that V8 compiled when it was bundled: compiling it anew would take
// longer than a run that has nothing to do. V8 refuses a cache made by another version of itself; then it compiles.
import fs = require('node:fs');
import path = require('node:path');
import vm = require('node:vm');

const file = path.join(__dirname, 'restudy.cjs');
const cacheFile = path.join(__dirname, 'restudy.cache');

const script = new vm.Script(fs.readFileSync(file, 'latin1'), {
  filename: file,
  cachedData: fs.existsSync(cacheFile) ? fs.readFileSync(cacheFile) : undefined,
});
script.runInThisContext()(exports, require, module, file, __dirname);

// The build asks for the cache after everything that a run of hits needs was compiled.
if (process.env['RESTUDY_WRITE_CODE_CACHE'] !== undefined) {
  process.on('exit', () => fs.writeFileSync(cacheFile, script.createCachedData()));
}
