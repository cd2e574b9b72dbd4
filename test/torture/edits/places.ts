import type { Settled, SettledThing } from './settled.js';

/** What the files of a project, and what is in them, are called. */
export class Places {
  readonly #project: Settled;

  constructor(project: Settled) {
    this.#project = project;
  }

  /** The file of a module of things, links followed. */
  module(index: number): string {
    const { language, home, fileName } = this.#project.modules[index]!;
    const suffix = 'x'.repeat(fileName);
    switch (home) {
      case 'own':
        return `lib/m${index}${suffix}.${language}`;
      case 'workspace':
        return `packages/ws${index}/index${suffix}.${language}`;
      case 'package':
        return `${this.packageFolder(index)}/index${suffix}.${language}`;
    }
  }

  /** Where the files of an installed package are. */
  packageFolder(index: number): string {
    const { version } = this.#project.modules[index]!;
    const name = `pk${index}`;
    return this.#project.isPnpm
      ? `node_modules/.pnpm/${name}@1.0.${version}/node_modules/${name}`
      : `node_modules/${name}`;
  }

  /** What a package is imported as. */
  packageName(index: number): string {
    return `${this.#project.modules[index]!.home === 'package' ? 'pk' : 'ws'}${index}`;
  }

  stage(index: number): string {
    const { isBeside, isTypeScript, fileName } = this.#project.stages[index]!;
    if (isBeside) return this.stage(0);
    return `stages/s${index}${'x'.repeat(fileName)}.${isTypeScript ? 'ts' : 'mjs'}`;
  }

  piece(index: number): string {
    return `pieces/p${index}${'x'.repeat(this.#project.pieces[index]!.fileName)}.mjs`;
  }

  readonly study = 'study.mjs';
  readonly index = 'lib/index.mjs';
  readonly stageIndex = 'stages/index.mjs';
  readonly helper = 'lib/stage-of.mjs';
  readonly wrappers = 'lib/wrappers.mjs';
  effect = (index: number): string => `effects/e${index}.mjs`;
  worker = (thing: number): string => `workers/w${thing}.mjs`;
  /** A file that a thing reads: by its place from its module, or from the project's folder. */
  textFile = ({ index, form, module }: SettledThing): string => {
    const folder = this.module(module).split('/').slice(0, -1).join('/');
    return form === 'path-run' ? `by-${index}.txt` : `${folder}/by-${index}.txt`;
  };
}

/** The name of a thing where it is defined. */
export function nameOf({ index, name }: SettledThing): string {
  return `t${index}${'r'.repeat(name)}`;
}

/** The name under which its module exports a thing. */
export function exportedName(thing: SettledThing): string {
  if (thing.isDefault) return 'default';
  return thing.form === 'late' ? `${nameOf(thing)}Late` : nameOf(thing);
}

export function variableOf({ index }: Pick<SettledThing, 'index'>): string {
  return `RESTUDY_TORTURE_T${index}`;
}

export function globalOf({ index }: Pick<SettledThing, 'index'>): string {
  return `restudyTortureT${index}`;
}
