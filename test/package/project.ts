import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Line } from '../cli/restudy.js';

const MOST_OUTPUT_BYTES = 64_000_000;

/** Runs a command to its end; gives what it printed. Throws an Error with all that it said if it ends badly. */
export async function call(
  folder: string,
  [command, ...args]: readonly [string, ...string[]],
): Promise<string> {
  try {
    const options = { cwd: folder, maxBuffer: MOST_OUTPUT_BYTES };
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`${[command, ...args].join(' ')} in ${folder}:\n${stdout}${stderr}`, { cause: error });
  }
}

/** A project that restudy is installed for, in a folder that knows nothing of restudy's own. */
export class Project {
  readonly #name: string;
  readonly #folder: string;
  readonly #exec: readonly [string, ...string[]];

  /** @param exec how a program of an installed package is called there: `npx`. */
  constructor(name: string, folder: string, exec: readonly [string, ...string[]]) {
    this.#name = name;
    this.#folder = folder;
    this.#exec = exec;
  }

  /** Runs the study. Throws an Error unless all steps end well, and these are the ones that are no hits. */
  async run(what: string, wanted: readonly string[]): Promise<void> {
    const printed = await this.#call('restudy', 'run', '--json');
    const lines = printed.trim().split('\n');
    const steps = lines.map((line) => JSON.parse(line) as Line).filter(({ type }) => type === 'step');
    const others = steps.filter(({ outcome }) => outcome !== 'hit');
    const failed = others.filter(({ outcome }) => outcome !== 'ran');
    if (steps.length === 0 || failed.length > 0)
      throw new Error(`${this.#name}: ${what}: these steps did not end well: ${JSON.stringify(failed)}`);
    const [found, expected] = [others.map(({ step }) => String(step)), wanted].map(
      (ids) => [...ids].sort().join(' ') || 'nothing',
    );
    if (found !== expected) throw new Error(`${this.#name}: ${what}: ran ${found} instead of ${expected}`);
    this.#tell(`${what}: ran ${found}`);
  }

  /** Compiles the project's sources. Throws an Error if the compiler has something to say. */
  async compile(): Promise<void> {
    await this.#call('tsc');
    this.#tell('tsc: no complaints');
  }

  /** Changes a piece of a file's text, which must be there. */
  edit(file: string, from: string, to: string): void {
    const place = path.join(this.#folder, file);
    const before = readFileSync(place, 'utf8');
    if (!before.includes(from)) throw new Error(`${file} does not contain "${from}".`);
    writeFileSync(place, before.replaceAll(from, to));
  }

  #call(...command: readonly string[]): Promise<string> {
    const [program, ...args] = this.#exec;
    return call(this.#folder, [program, ...args, ...command]);
  }

  #tell(text: string): void {
    process.stdout.write(`${this.#name}: ${text}\n`);
  }
}

/** The steps of the project that `restudy init` writes: those that are the user's own code, and those that are not. */
export const OWN = ['perceptron', 'evaluate-perceptron', 'report'];
export const OTHERS = ['digits', 'explore', 'split', 'svm', 'evaluate-svm'];
