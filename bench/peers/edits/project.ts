import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECTS = fileURLToPath(new URL('./projects/', import.meta.url));

/** The parts of projects/ that make a project, those that lie over others last. */
export interface Layer {
  /** A folder of projects/. Where there is none, nothing is laid. */
  readonly from: string;
  /** Where in the project it goes. */
  readonly to: string;
}

/** A copy of a small study, in a folder of its own with what is around it: packages, and the trace of what ran. */
export class Project {
  /** The folder of the project itself. */
  readonly folder: string;
  /** The file that steps name themselves in when they run. It lies outside the project: no tool knows of it. */
  readonly trace: string;
  /** What the study's code sees. */
  readonly env: Record<string, string> = { SHIFT: '0' };
  readonly #home: string;
  readonly #code: string;

  /** @param code the folder of the project that its code lies in */
  constructor(parent: string, layers: readonly Layer[], code = '.') {
    this.#home = mkdtempSync(path.join(parent, 'project-'));
    this.folder = path.join(this.#home, 'project');
    this.trace = path.join(this.#home, 'trace');
    this.#code = path.join(this.folder, code);
    mkdirSync(this.folder);
    for (const { from, to } of layers) {
      const source = path.join(PROJECTS, from);
      if (existsSync(source)) cpSync(source, path.join(this.folder, to), { recursive: true });
    }
  }

  /** Changes the text of a file of the project, or of its code. */
  rewrite(file: string, change: (text: string) => string): void {
    const place = this.#place(file);
    writeFileSync(place, change(readFileSync(place, 'utf8')));
  }

  /** Gives a file the present time. */
  touch(file: string): void {
    execFileSync('touch', [this.#place(file)]);
  }

  /** Does something to a file, and puts its time back to the nanosecond, which only `touch -r` can. */
  keepingTime(file: string, change: () => void): void {
    const kept = path.join(this.#home, 'time');
    execFileSync('touch', ['-r', this.#place(file), kept]);
    change();
    execFileSync('touch', ['-r', kept, this.#place(file)]);
  }

  /** The steps that ran since this was asked last, by what they say themselves. */
  takeTrace(): string[] {
    if (!existsSync(this.trace)) return [];
    const steps = readFileSync(this.trace, 'utf8').trim().split('\n');
    rmSync(this.trace);
    return steps;
  }

  forget(places: readonly string[]): void {
    for (const place of places) rmSync(path.join(this.folder, place), { recursive: true, force: true });
  }

  remove(): void {
    rmSync(this.#home, { recursive: true, force: true });
  }

  #place(file: string): string {
    const inProject = path.join(this.folder, file);
    return existsSync(inProject) ? inProject : path.join(this.#code, file);
  }
}
