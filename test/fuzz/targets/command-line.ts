import fs, { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';
import { build, type Plugin } from 'esbuild';
import { root } from '../../cli/restudy.js';
import { bytesOf, must, type OpenTarget, textOf } from '../target.js';

/** Ends the program that called `process.exit`. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** The command line refused the words. */
class BadUsage extends Error {}

const require = createRequire(import.meta.url);
const MAIN = path.join(root, 'cli/main.ts');
const START = 'void program.parseAsync();';

/** The program as a function that tells its end, and instead of a command that does something: one that is through at once. */
const idleCommands: Plugin = {
  name: 'idle-commands',
  setup({ onResolve, onLoad }) {
    onLoad({ filter: /cli.main\.ts$/ }, () => {
      const source = readFileSync(MAIN, 'utf8');
      must(source.includes(START), `${MAIN} does not end with ${START}`);
      return { contents: source.replace(START, 'tellEnd(program.parseAsync());'), loader: 'ts' };
    });
    onResolve({ filter: /^\.\/(commands\/.*|jitless\.js)$/ }, ({ path }) => ({ path, namespace: 'idle' }));
    onLoad({ filter: /.*/, namespace: 'idle' }, ({ path: file }) => {
      const names = readFileSync(MAIN, 'utf8').matchAll(/import\('(?<file>[^']+)'\)\)\.(?<name>\w+)/g);
      const own = [...names].flatMap(({ groups }) => (groups?.['file'] === file ? [groups['name']] : []));
      return {
        contents: [...new Set(own)].map((name) => `export const ${name} = async () => 0;`).join('\n'),
      };
    });
  },
};

/**
 * The words of the command line, through all that reads them (cli/main.ts and commander); what they would have done is
 * not done.
 */
export const commandLine: OpenTarget = async () => {
  const { outputFiles } = await build({
    entryPoints: [MAIN],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    define: { RESTUDY_VERSION: '"0"', 'import.meta.url': '"file:///main.js"' },
    banner: { js: '(function (process, require, exports, module, tellEnd) {' },
    footer: { js: '})' },
    plugins: [idleCommands],
    logLevel: 'error',
  });
  const program = new vm.Script(outputFiles[0]!.text).runInThisContext() as (...frame: unknown[]) => void;
  return {
    corpus: [
      'run svm rf --set svm.C=3 --jobs 4 --json',
      'get latest:svm.model -o out.npy --format npy',
      'cache gc --keep-runs 3 --older-than 30d --dry-run',
      'diff latest previous --cache x',
      'lineage --file a --down',
      'export --ro-crate dir --run paper --with-data',
      '--help',
      'help run',
      '--version',
      'serve --port 0',
    ].map((text) => bytesOf(text.replaceAll(' ', '\n'))),
    words: [
      'run',
      'cache',
      '--',
      '--set',
      '--json',
      '--jobs=',
      '-o',
      '-oX',
      '--no-json',
      '--help',
      'verify',
      '\nsvm',
    ],
    repeatsInput: true,
    isRefusal: (error) => error instanceof BadUsage,
    async parse(input) {
      const words = textOf(input).split('\n');
      const { code, stderr } = await runWith(program, words);
      must(code === 0 || code === 2, `its exit code is ${code}: ${stderr}`);
      if (code === 0) return;
      must(/^(error|Usage|restudy): /.test(stderr), `it does not say what is wrong: ${stderr}`);
      must(!/\n\s+at /.test(stderr), `it shows a stack: ${stderr}`);
      throw new BadUsage(stderr);
    },
  };
};

async function runWith(program: (...frame: unknown[]) => void, words: readonly string[]) {
  let stderr = '';
  const silent = { write: () => true, isTTY: false, columns: 80, hasColors: () => false };
  const fake = {
    argv: ['node', 'restudy', ...words],
    env: {},
    execArgv: [],
    versions: process.versions,
    platform: process.platform,
    stdout: silent,
    stderr: { ...silent, write: (text: string) => (stderr += text) },
    exitCode: 0,
    once() {},
    on() {},
    exit(code: number) {
      throw new Exit(code);
    },
  };
  const files = { ...fs, writeSync: (_: number, bytes: Uint8Array) => bytes.length };
  const modules: Readonly<Record<string, unknown>> = { 'node:process': fake, 'node:fs': files };
  const requireFor = (name: string): unknown => modules[name] ?? require(name);
  let parsed: Promise<unknown> | undefined;
  try {
    program(fake, requireFor, {}, {}, (promise: Promise<unknown>) => {
      parsed = promise;
    });
    await parsed;
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    fake.exitCode = error.code;
  }
  return { code: fake.exitCode, stderr };
}
