import { isDeepStrictEqual } from 'node:util';
import { type ConfiguredStep, paramsSchema } from '../../../pipeline/study/configure.js';

/**
 * The command that runs a study as it is configured: `npx restudy run`, with a `--set` for each param that differs from
 * what the study says, wherever it was set.
 */
export function runCommand(steps: readonly ConfiguredStep[]): string {
  const settings = steps.flatMap((step) =>
    changedParams(step).flatMap(([name, value]) => ['--set', `${step.id}.${name}=${JSON.stringify(value)}`]),
  );
  return shellWords(['npx', 'restudy', 'run', ...settings]);
}

/** Words of a command as a shell reads them. */
export function shellWords(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w.=/:,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}

function changedParams(step: ConfiguredStep): [string, unknown][] {
  const stated = paramsSchema(step).safeParse(step.params);
  const before = (stated.data ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries((step.checkedParams ?? {}) as object).filter(
    ([name, value]) => value !== undefined && !isDeepStrictEqual(value, before[name]),
  );
}
