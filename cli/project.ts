import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { RestudyError } from '../pipeline/errors.js';

const projectSchema = z.strictObject({ study: z.string().min(1), params: z.string().min(1).optional() });

/**
 * The arguments of a command with what the project has to say: a `package.json` in the working directory may name its
 * study and the params file of it, `"restudy": { "study": "study.ts", "params": "params.yaml" }`. Options go first: with
 * `--study` all of that is left out, with `--params` that part.
 * Throws a RestudyError if what it says is not of this form.
 * @param read gives the text of `package.json`, and throws if there is none.
 */
export function projectArguments(
  args: readonly string[],
  read: () => string = () => readFileSync('package.json', 'utf8'),
): readonly string[] {
  const [command = '-'] = args;
  if (command.startsWith('-') || command === 'init' || command === 'help' || has(args, '--study'))
    return args;
  const project = readProject(read);
  if (!project) return args;
  const { study, params } = project;
  const added = [
    '--study',
    study,
    ...(params === undefined || has(args, '--params') ? [] : ['--params', params]),
  ];
  const end = args.indexOf('--');
  return end < 0 ? [...args, ...added] : [...args.slice(0, end), ...added, ...args.slice(end)];
}

function has(args: readonly string[], option: string): boolean {
  return args.some((arg) => arg === option || arg.startsWith(`${option}=`));
}

function readProject(read: () => string): z.output<typeof projectSchema> | undefined {
  let said: unknown;
  try {
    said = (JSON.parse(read()) as { readonly restudy?: unknown } | null)?.restudy;
  } catch {
    // No package.json, or none that can be read: then there is no project here.
    return undefined;
  }
  if (said === undefined) return undefined;
  const { data } = projectSchema.safeParse(said);
  if (!data) {
    throw new RestudyError(
      'bad-usage',
      `package.json: "restudy" must be of the form { "study": "study.ts", "params": "params.yaml" }, the params being optional; got ${JSON.stringify(said)}.`,
    );
  }
  return data;
}
