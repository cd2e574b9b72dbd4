import { existsSync, realpathSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { readReached } from '../../pipeline/code/reached-sources.js';
import { RestudyError } from '../../pipeline/errors.js';
import { piecesOf } from '../../pipeline/study/coded.js';
import type { Study } from '../../pipeline/study/study.js';
import { sourceFaultText } from '../../reports/words/source-fault-text.js';

/**
 * Loads a study of the user's own: the default export of a module, in TypeScript or JavaScript. Its stages and this
 * program then share the modules of one installed library.
 * Throws a RestudyError if there is none, if it cannot be loaded, or if it has another library than this program.
 */
export async function loadStudy(file: string): Promise<Study> {
  const origin = `--study ${file}`;
  const resolved = path.resolve(file);
  if (!/\.[mc]?[jt]s$/.test(file) || !existsSync(resolved)) {
    throw new RestudyError(
      'bad-usage',
      `${origin}: there must be a TypeScript or JavaScript file of that name; restudy init DIR writes one.`,
    );
  }
  const module = pathToFileURL(realpathSync(resolved));
  checkLibrary(origin, module);
  if (/ts$/.test(file) && !stripsTypes()) compileTypeScript();
  const study = await importDefault(origin, module);
  if (!isStudy(study)) {
    throw new RestudyError(
      'bad-study',
      `${origin}: its default export must be the study: export default defineStudy('name', (step) => { … }).`,
    );
  }
  checkModules(origin, study);
  return study;
}

/** What a stage has from the library must be what this program has: models know their classifiers by identity. */
function checkLibrary(origin: string, module: URL): void {
  const here = path.dirname(fileURLToPath(import.meta.url));
  let found: string;
  try {
    found = path.dirname(createRequire(module).resolve('restudy'));
  } catch {
    throw new RestudyError(
      'bad-usage',
      `${origin}: the package restudy is not installed where the study is. npm install restudy puts it there.`,
    );
  }
  if (realpathSync(found) !== realpathSync(here)) {
    throw new RestudyError(
      'bad-usage',
      `${origin}: the study uses the restudy in ${found}, but this is the one in ${here}. Run npx restudy in the study's folder.`,
    );
  }
}

/** Node does since 22.18, unless it is told not to. */
function stripsTypes(): boolean {
  return Boolean((process.features as { readonly typescript?: string | false }).typescript);
}

/** For a Node that does not strip types itself. The settings are ours, so that a study runs alike anywhere. */
function compileTypeScript(): void {
  process.env['TS_NODE_TRANSPILE_ONLY'] = 'true';
  process.env['TS_NODE_SKIP_PROJECT'] = 'true';
  process.env['TS_NODE_COMPILER_OPTIONS'] = JSON.stringify({
    module: 'nodenext',
    moduleResolution: 'nodenext',
    target: 'es2022',
    verbatimModuleSyntax: true,
  });
  // On the loader's thread it calls what later versions of Node deprecate, which is none of the user's business.
  register('data:text/javascript,process.noDeprecation = true;');
  register('ts-node/esm', import.meta.url);
}

async function importDefault(origin: string, module: URL): Promise<unknown> {
  try {
    return ((await import(module.href)) as { readonly default?: unknown }).default;
  } catch (cause) {
    if (cause instanceof RestudyError) throw cause;
    // What does not parse, and a file that is not there, is found with its place.
    const reached = await readReached(module.href);
    const [fault] = 'faults' in reached ? reached.faults : [];
    const message = fault ? sourceFaultText(fault, process.cwd())[0] : messageOf(cause);
    throw new RestudyError('bad-study', `${origin}: it cannot be loaded: ${message}`, { cause });
  }
}

/** ts-node's own errors lose all but how they are shown, on their way from the loader's thread. */
function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : inspect(cause);
}

function isStudy(value: unknown): value is Study {
  const { name, steps } = (value ?? {}) as Partial<Study>;
  return typeof name === 'string' && Array.isArray(steps);
}

/** A fingerprint starts at a module's file. */
function checkModules(origin: string, { steps }: Study): void {
  for (const { coded } of steps.flatMap(piecesOf)) {
    const { name, module } = coded;
    if (!module.startsWith('file:')) {
      throw new RestudyError(
        'bad-study',
        `${origin}: the module of "${name}" must be the file that defines it: module: import.meta.url; got "${module}".`,
      );
    }
  }
}
