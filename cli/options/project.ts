import path from 'node:path';
import * as z from 'zod';
import { RestudyError } from '../../pipeline/errors.js';
import { type FoundProject, findProject } from './find-project.js';
import { absolutePaths } from './path-options.js';

const projectSchema = z.strictObject({ study: z.string().min(1), params: z.string().min(1).optional() });

/** A command with what its project has to say. */
export interface ProjectCommand {
  readonly args: readonly string[];
  /** The project's folder, where it is not the one that the command is given in: to work there. Absolute. */
  readonly folder?: string;
}

/**
 * A command as it is meant in its project: a `package.json`, in the folder that the command is given in or the nearest one
 * above, may name its study and the params file of it, `"restudy": { "study": "study.ts", "params": "params.yaml" }`. Options
 * go first: with `--study` there is no project, with `--params` that part is left out. What the project names lies in its
 * folder, and what the user names where the user is: those paths become absolute where that is another folder.
 * Throws a RestudyError if what `package.json` says is not of this form.
 */
export function projectCommand(args: readonly string[]): ProjectCommand {
  if (!takesProject(args)) return { args };
  const from = process.cwd();
  const project = findProject(from);
  if (!project) return { args };
  const isHere = project.folder === from;
  const { study, params } = read(project, isHere);
  const added = [
    '--study',
    study,
    ...(params === undefined || has(args, '--params') ? [] : ['--params', params]),
  ];
  const given = isHere ? args : absolutePaths(args, from);
  const end = given.indexOf('--');
  return {
    args: end < 0 ? [...given, ...added] : [...given.slice(0, end), ...added, ...given.slice(end)],
    ...(isHere ? {} : { folder: project.folder }),
  };
}

/** Not what makes one, and not help. */
function takesProject(args: readonly string[]): boolean {
  const [command = '-'] = args;
  if (command.startsWith('-') || command === 'init' || command === 'help') return false;
  return !['--study', '--help', '-h'].some((option) => has(args, option));
}

function has(args: readonly string[], option: string): boolean {
  return args.some((arg) => arg === option || arg.startsWith(`${option}=`));
}

function read({ folder, says }: FoundProject, isHere: boolean): z.output<typeof projectSchema> {
  const file = isHere ? 'package.json' : path.join(folder, 'package.json');
  if ('fault' in says) {
    throw new RestudyError(
      'bad-usage',
      `${file}: this is not JSON, so nobody can tell which study it names: ${says.fault}. Mend it, or name the study: --study FILE.`,
    );
  }
  const { data } = projectSchema.safeParse(says.restudy);
  if (!data) {
    throw new RestudyError(
      'bad-usage',
      `${file}: "restudy" must be of the form { "study": "study.ts", "params": "params.yaml" }, the params being optional; got ${JSON.stringify(says.restudy)}.`,
    );
  }
  return data;
}
