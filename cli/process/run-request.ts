import type { CommonOptions } from '../options/options.js';

/** Set to `ipc` in the environment of a process that is to tell its parent of the run, over the channel that Node makes. */
export const RELAY = 'RESTUDY_RELAY';

/** A run to start: the options of `restudy run` as a user writes them. */
export interface RunRequest {
  /** The steps asked for; all if none is named. */
  readonly wanted: readonly string[];
  readonly cache: string;
  readonly study?: string;
  readonly params?: string;
  readonly set: readonly string[];
  readonly force?: readonly string[];
  readonly jobs?: number;
  readonly threads?: number;
  readonly sign?: string;
  readonly tag?: string;
}

/** The run that a command's own options ask for. */
export function requestOf(
  wanted: readonly string[],
  options: CommonOptions & { readonly jobs?: number },
): RunRequest {
  const { cache, study, params, set, jobs, threads, sign } = options;
  return {
    wanted,
    cache,
    set,
    ...(study === undefined ? {} : { study }),
    ...(params === undefined ? {} : { params }),
    ...(jobs === undefined ? {} : { jobs }),
    ...(threads === undefined ? {} : { threads }),
    ...(sign === undefined ? {} : { sign }),
  };
}

/** The arguments that a user would have given: they are in the run's record, and repeat it. */
export function runArguments({
  wanted,
  cache,
  study,
  params,
  set,
  force = [],
  ...rest
}: RunRequest): string[] {
  const option = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [name, String(value)];
  const options = [
    ...option('--cache', cache),
    ...option('--study', study),
    ...option('--params', params),
    ...set.flatMap((setting) => ['--set', setting]),
    ...force.flatMap((step) => ['--force', step]),
    ...option('--jobs', rest.jobs),
    ...option('--threads', rest.threads),
    ...option('--sign', rest.sign),
    ...option('--tag', rest.tag),
  ];
  // What looks like an option is still the name of a step, though there is none of that name.
  return wanted.some((step) => step.startsWith('-'))
    ? ['run', ...options, '--', ...wanted]
    : ['run', ...wanted, ...options];
}
