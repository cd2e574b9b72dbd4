import type { Module, Program } from './program.js';
import type { Target } from './resolve.js';
import type { Statement } from './text/statement.js';

/** What a name stands for. */
export type Meaning =
  | {
      readonly kind: 'statement';
      readonly module: Module;
      readonly statement: Statement;
      readonly name: string;
    }
  /** All that a module exports, as one object. */
  | { readonly kind: 'namespace'; readonly module: Module }
  /** Something that is no own code: what is imported of it (`*` for all), and where it is. */
  | { readonly kind: 'outside'; readonly target: Target; readonly specifier: string; readonly name: string };

/** Finds what names stand for, across the modules of a program. */
export class Names {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  /** @param name one of the module's own, or of its imports; `space.member` for a member of all of a module. */
  async meaningOf(name: string, module: Module): Promise<Meaning> {
    const [first = '', member] = name.split('.');
    const imported = module.imports.get(first);
    if (!imported) {
      const statement = module.statements.find(({ names }) => names.includes(first));
      if (statement) return { kind: 'statement', module, statement, name: first };
      return { kind: 'outside', target: ABSENT, specifier: module.file, name: first };
    }
    const what = imported.name === '*' && member !== undefined ? member : imported.name;
    return this.#imported(imported.specifier, what, module);
  }

  /** What a module exports under a name; `*` for all of it. */
  async exportOf(name: string, module: Module, asked: ReadonlySet<Module> = new Set()): Promise<Meaning> {
    if (name === '*') return { kind: 'namespace', module };
    const exported = module.exports.get(name);
    if (exported) {
      return 'own' in exported
        ? this.meaningOf(exported.own, module)
        : this.#imported(exported.specifier, exported.name, module, asked);
    }
    // Of a module that is no ES module, all is one thing.
    const whole = module.exports.get('*');
    if (whole && 'own' in whole) return this.meaningOf(whole.own, module);
    for (const specifier of asked.has(module) ? [] : module.stars) {
      const found = await this.#imported(specifier, name, module, new Set([...asked, module]));
      if (found.kind !== 'outside' || found.target.kind !== 'absent') return found;
    }
    return { kind: 'outside', target: ABSENT, specifier: module.file, name };
  }

  /** All names that a module exports, sorted; `*` for all that is exported from a module which is no own code. */
  async exportsOf(module: Module, asked: ReadonlySet<Module> = new Set()): Promise<readonly string[]> {
    const names = new Set(module.exports.keys());
    for (const specifier of asked.has(module) ? [] : module.stars) {
      const target = module.targets.get(specifier);
      if (target?.kind !== 'own') continue;
      const passedOn = await this.exportsOf(
        await this.#program.read(target.file),
        new Set([...asked, module]),
      );
      for (const name of passedOn) if (name !== 'default') names.add(name);
    }
    return [...names].sort();
  }

  async #imported(
    specifier: string,
    name: string,
    module: Module,
    asked?: ReadonlySet<Module>,
  ): Promise<Meaning> {
    const target = module.targets.get(specifier) ?? ABSENT;
    if (target.kind !== 'own') return { kind: 'outside', target, specifier, name };
    return this.exportOf(name, await this.#program.read(target.file), asked);
  }
}

const ABSENT: Target = { kind: 'absent', candidates: [] };
