import type { Project } from './project.js';

export type ToolId = 'restudy' | 'dvc' | 'redun' | 'joblib' | 'snakemake';

/** Changes something in a project or around it. */
export type Change = (project: Project) => void;

/** An edit that somebody makes between two runs of the same small study, and what must come of it. */
export interface Edit {
  readonly id: string;
  readonly title: string;
  /** The folder of projects/ that lies over the base: a study that does what the edit is about. */
  readonly variant?: string;
  /** The steps whose code's meaning or whose input the edit changes. They must run again, and no others. */
  readonly mustRun: readonly string[];
  /** What the study gives after the edit, worked out by hand: the numbers 1, 2, 3, 4 times a factor, added up. */
  readonly total: number;
  /** An edit and a run before the edit proper, for what goes there and back again. */
  readonly detour?: Changes;
  readonly changes: Changes;
}

/** A change in TypeScript, the same in Python, and in tools that have it elsewhere. */
export type Changes = { readonly restudy: Change; readonly python: Change } & Partial<
  Readonly<Record<ToolId, Change>>
>;

/** Replaces a piece of a file's text. */
export function replace(file: string, from: string, to: string): Change {
  return (project) => project.rewrite(file, (text) => replaced(file, text, from, to));
}

/** Lets two pieces of a file's text change places: the first stands right before the second. */
export function swap(file: string, first: string, second: string): Change {
  return replace(file, first + second, second + first);
}

/** The same for each language, whose files of that name differ in their ending only. */
export function inBoth(change: (ending: 'ts' | 'py') => Change): Changes {
  return { restudy: change('ts'), python: change('py') };
}

/** The same whatever the language. */
export function inAll(change: Change): Changes {
  return { restudy: change, python: change };
}

/** Changes the param `factor`, where each tool has it. */
export function setFactor(from: number, to: number): Changes {
  const inFile = (file: string, before: string) => replace(file, `${before}${from}`, `${before}${to}`);
  return {
    restudy: inFile('params.yaml', 'factor: '),
    python: inFile('params.yaml', 'factor: '),
    redun: inFile('workflow.py', 'factor: int = '),
    joblib: inFile('main.py', 'FACTOR = '),
    snakemake: inFile('config.yaml', 'factor: '),
  };
}

/** Throws an Error if the piece is not there: an edit that changes nothing proves nothing. */
function replaced(file: string, text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`${file} does not contain "${from}".`);
  return text.replaceAll(from, to);
}
