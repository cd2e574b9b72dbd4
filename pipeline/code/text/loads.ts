import { isBuiltin } from 'node:module';
import path from 'node:path';
import type { AnyNode, CallExpression, Identifier, MemberExpression, NewExpression } from 'acorn';
import type { ImportNames } from './effects/effects.js';
import type { Scopes } from './scopes.js';
import { childrenOf } from './syntax-tree.js';

/** What code reaches while it runs, beyond what it imports. */
export type Load =
  /** A module by its specifier, as `import()` and `require()` take it. */
  | { readonly kind: 'module'; readonly specifier: string }
  /** A program that a thread of its own runs, by its place from the module. */
  | { readonly kind: 'program'; readonly specifier: string }
  /** A file, by its place from the module. */
  | { readonly kind: 'file'; readonly specifier: string }
  /** A file, by its path from the working directory. */
  | { readonly kind: 'path'; readonly path: string }
  /** What may be the path of a file from the working directory, given to somebody who may read it. */
  | { readonly kind: 'named'; readonly path: string }
  /** An environment variable; without a name, all of them. */
  | { readonly kind: 'variable'; readonly name?: string }
  /** What cannot be told: the code that does it, as it is written. */
  | { readonly kind: 'unknown'; readonly text: string };

/** What of `node:fs` depends on what is on the disk. */
const READS =
  /^(readFile|readdir|opendir|open|stat|lstat|access|readlink|realpath|exists)(Sync)?$|^(createReadStream|openAsBlob)$/;

/** Finds what the statements of a module load; the same text may be given again for parts of it. */
export class LoadsOf {
  readonly #text: string;
  readonly #scopes: Scopes;
  readonly #imports: ImportNames;
  readonly #exported: ReadonlySet<string>;

  /** @param exported the module's own names that it exports: others may use what they stand for. */
  constructor(text: string, scopes: Scopes, imports: ImportNames, exported: ReadonlySet<string>) {
    this.#text = text;
    this.#scopes = scopes;
    this.#imports = imports;
    this.#exported = exported;
  }

  /** All that a piece of code loads, in the order of its text. */
  in(node: AnyNode): Load[] {
    const loads: Load[] = [];
    const visit = (one: AnyNode, parents: readonly AnyNode[]) => {
      loads.push(...this.#of(one, parents));
      for (const child of childrenOf(one)) visit(child, [one, ...parents.slice(0, 3)]);
    };
    visit(node, []);
    return loads;
  }

  /** The text of a call that reads a file whose name the text does not tell. */
  readonly unnamedRead = (call: CallExpression): string | undefined => {
    const [file] = call.arguments;
    if (!this.#isFileRead(call) || !file) return undefined;
    return this.#constant(file) === undefined && this.#place(file) === undefined
      ? this.#written(call)
      : undefined;
  };

  #of(node: AnyNode, parents: readonly AnyNode[]): Load[] {
    switch (node.type) {
      case 'ImportExpression':
        return [this.#module(node.source, node)];
      case 'CallExpression':
        return this.#call(node);
      case 'NewExpression':
        return this.#construct(node, parents);
      case 'MetaProperty':
        return node.meta.name === 'import' ? this.#meta(node, parents) : [];
      case 'Identifier':
        return this.#name(node, parents);
      case 'MemberExpression':
        return this.#isEnvironment(node) ? this.#environment(node, parents) : [];
      case 'ClassDeclaration':
      case 'ClassExpression':
        return node.superClass && this.#isWorker(node.superClass) ? [this.#unknown(node.superClass)] : [];
      default:
        return [];
    }
  }

  #call(node: CallExpression): Load[] {
    const { callee } = node;
    const [first] = node.arguments;
    if (this.#isRequire(callee)) return [this.#module(first, node)];
    const method = callee.type === 'MemberExpression' ? nameOf(callee) : undefined;
    if (method === 'resolve' && callee.type === 'MemberExpression') {
      if (this.#isRequire(callee.object) || isImportMeta(callee.object)) return [this.#module(first, node)];
    }
    if (lastName(callee) === 'createRequire' && (!first || !this.#isHere(first)))
      return [this.#unknown(node)];
    if (this.#isFileRead(node)) {
      const path = first && this.#constant(first);
      return path === undefined ? [] : [{ kind: 'path', path }];
    }
    if (callee.type === 'MemberExpression' && isNamed(callee.object, 'process')) {
      if (['binding', 'chdir', 'cwd', 'dlopen'].includes(method ?? '')) return [this.#unknown(node)];
    }
    if (this.#importOf(callee)?.join(' ') === 'child_process fork') {
      const place = first && this.#place(first);
      return place === undefined ? [this.#unknown(node)] : [{ kind: 'program', specifier: place }];
    }
    return this.#named(node);
  }

  /** Texts that a call is given and that may name files. Those that a study or a schema is given are for their stages to read. */
  #named({ callee, arguments: given }: CallExpression): Load[] {
    const [maker = ''] = this.#importOf(callee) ?? [];
    if (/^(zod|restudy)(\/|$)/.test(maker)) return [];
    const texts = given.flatMap((one) => (one.type === 'ArrayExpression' ? one.elements : [one]));
    return texts.flatMap((one) =>
      one?.type === 'Literal' && typeof one.value === 'string' && /^[^\n\0]*[./][^\n\0]*$/.test(one.value)
        ? [{ kind: 'named' as const, path: one.value }]
        : [],
    );
  }

  #construct(node: NewExpression, parents: readonly AnyNode[]): Load[] {
    const [first] = node.arguments;
    if (this.#isWorker(node.callee)) {
      const place = first && this.#place(first);
      return place === undefined ? [this.#unknown(node)] : [{ kind: 'program', specifier: place }];
    }
    const place = this.#literalPlace(node);
    const [, base] = node.arguments;
    // A stage's own module is a place as well.
    if (place === undefined && base && lastName(base) === 'module') return [this.#unknown(node)];
    if (place === undefined || this.#isForProgram(node, parents)) return [];
    // A folder is where anything may be read.
    return place === '' || /(^|\/)\.{0,2}$/.test(place)
      ? [this.#unknown(node)]
      : [{ kind: 'file', specifier: place }];
  }

  /** `import.meta.url` beside a literal, or as the `module` of a stage, says nothing new. */
  #meta(node: AnyNode, parents: readonly AnyNode[]): Load[] {
    const [member] = parents;
    if (member?.type !== 'MemberExpression' || member.object !== node)
      return [{ kind: 'unknown', text: 'import.meta' }];
    const name = nameOf(member);
    if (name === 'resolve') return [];
    return name === 'url' ? this.#here(member, parents.slice(1)) : [this.#unknown(member)];
  }

  /** A use of what says where the module is. */
  #here(node: AnyNode, parents: readonly AnyNode[]): Load[] {
    const [use, above] = parents;
    if (
      use?.type === 'Property' &&
      !use.computed &&
      (use.value === node || use.shorthand) &&
      isNamed(use.key, 'module')
    )
      return [];
    if (use?.type === 'NewExpression' && this.#literalPlace(use) !== undefined) return [];
    if (use?.type === 'CallExpression' && lastName(use.callee) === 'createRequire') return [];
    if (this.#isAlias(use, node)) return [];
    // Whether it is the program that was started.
    if (use?.type === 'BinaryExpression' && /^[!=]==?$/.test(use.operator)) return [];
    // A CommonJS module says its URL by a call.
    if (use && this.#isHere(use)) return this.#here(use, parents.slice(1));
    return [
      this.#unknown(
        use && use.end - use.start < 100 ? use : above && above.end - above.start < 100 ? above : node,
      ),
    ];
  }

  /** Whether a value gets another name here, whose uses are seen: a constant that stays in the module. */
  #isAlias(declaration: AnyNode | undefined, value: AnyNode): boolean {
    if (declaration?.type !== 'VariableDeclarator' || declaration.init !== value) return false;
    const { id } = declaration;
    const names =
      id.type === 'Identifier'
        ? [id]
        : id.type === 'ObjectPattern'
          ? id.properties.map((one) => (one.type === 'RestElement' ? one.argument : one.value))
          : [];
    return (
      names.length > 0 &&
      names.every(
        (name) =>
          name.type === 'Identifier' &&
          this.#definitionOf(name) !== undefined &&
          !this.#exported.has(name.name),
      )
    );
  }

  #name(node: Identifier, parents: readonly AnyNode[]): Load[] {
    const [parent] = parents;
    const variable = this.#scopes.variableOf(node);
    if (variable === undefined || this.#isDeclaration(node)) {
      const isShared = this.#exported.has(node.name) && variable != null && this.#scopes.isOfModule(variable);
      // Others may load by it.
      return isShared && this.#isRequire(node) ? [this.#unknown(node)] : [];
    }
    if (variable === null && node.name === '__dirname') return [this.#unknown(parent ?? node)];
    if (variable === null && ['eval', 'Function'].includes(node.name) && !isTypeTest(parent))
      return [this.#unknown(parent ?? node)];
    if (this.#isHere(node)) return this.#here(node, parents);
    if (this.#isRequire(node)) {
      return isHarmlessUseOfRequire(node, parent) || this.#isAlias(parent, node)
        ? []
        : [this.#unknown(parent ?? node)];
    }
    const imported = this.#importOf(node);
    if (!imported || (parent && this.#isAlias(parent, node))) return [];
    const [module, ...path] = imported;
    if (module === 'process' && path[0] === 'env') return this.#environment(node, parents);
    if (module === 'process' && path.length === 0 && !isMemberOf(parent, node)) return [{ kind: 'variable' }];
    const member =
      parent?.type === 'MemberExpression' && isMemberOf(parent, node) ? this.#memberName(parent) : undefined;
    const whole = [...path, ...(member === undefined ? [] : [member])];
    if (['vm', 'cluster'].includes(module!)) return [this.#unknown(parent ?? node)];
    if (module === 'child_process' && whole.at(-1) !== 'fork' && !isModuleItself(whole, parent))
      return [this.#unknown(parent ?? node)];
    if (
      module === 'worker_threads' &&
      path.at(-1) === 'Worker' &&
      parent?.type !== 'NewExpression' &&
      !isClass(parent)
    ) {
      return [this.#unknown(parent ?? node)];
    }
    // A function that reads, given away, reads what nobody knows.
    const isRead = (module === 'fs' || module === 'fs/promises') && READS.test(path.at(-1) ?? '');
    return isRead && !(parent?.type === 'CallExpression' && parent.callee === node)
      ? [this.#unknown(parent ?? node)]
      : [];
  }

  #environment(node: AnyNode, [parent]: readonly AnyNode[]): Load[] {
    const variable = (name: string | undefined): Load => ({
      kind: 'variable',
      ...(name === undefined ? {} : { name }),
    });
    if (parent?.type === 'MemberExpression' && parent.object === node) {
      return [variable(parent.computed ? this.#constant(parent.property) : nameOf(parent))];
    }
    if (
      parent?.type === 'VariableDeclarator' &&
      parent.id.type === 'Identifier' &&
      this.#isAlias(parent, node)
    )
      return [];
    if (parent?.type === 'VariableDeclarator' && parent.init === node && parent.id.type === 'ObjectPattern') {
      return parent.id.properties.map((property) =>
        variable(
          property.type === 'RestElement' || property.computed
            ? undefined
            : property.key.type === 'Identifier'
              ? property.key.name
              : this.#constant(property.key),
        ),
      );
    }
    if (parent?.type === 'BinaryExpression' && parent.operator === 'in' && parent.right === node) {
      return [variable(this.#constant(parent.left))];
    }
    return [variable(undefined)];
  }

  #isEnvironment(node: MemberExpression): boolean {
    const [module, name, ...more] = this.#importOf(node) ?? [];
    if (module === 'process' && name === 'env' && more.length === 0) return true;
    // `globalThis.process.env`
    return this.#memberName(node) === 'env' && lastName(node.object) === 'process';
  }

  #isWorker(node: AnyNode): boolean {
    return lastName(node) === 'Worker' || this.#importOf(node)?.join(' ') === 'worker_threads Worker';
  }

  #module(source: AnyNode | undefined, node: AnyNode): Load {
    const specifier = source && this.#constant(source);
    if (specifier !== undefined) return { kind: 'module', specifier };
    const place = source && this.#place(source);
    return place === undefined ? this.#unknown(node) : { kind: 'module', specifier: place };
  }

  /** Whether a name is `require`, Node's own or one that `createRequire` made of this module's place. */
  #isRequire(node: AnyNode): boolean {
    if (node.type === 'CallExpression') {
      const [from] = node.arguments;
      return lastName(node.callee) === 'createRequire' && from !== undefined && this.#isHere(from);
    }
    if (node.type !== 'Identifier') return false;
    const variable = this.#scopes.variableOf(node);
    if (!variable) return variable === null && node.name === 'require';
    const init = initOf(variable.defs[0]?.node as AnyNode | undefined);
    return init?.type === 'CallExpression' && this.#isRequire(init);
  }

  #isFileRead({ callee }: CallExpression): boolean {
    const [module, ...path] = this.#importOf(callee) ?? [];
    return (module === 'fs' || module === 'fs/promises') && READS.test(path.at(-1) ?? '');
  }

  /** Which of Node's own modules, and what of it, an expression is: `fs`, `readFile`; also by another name. */
  #importOf(node: AnyNode): string[] | undefined {
    switch (node.type) {
      case 'MemberExpression': {
        const object = this.#importOf(node.object);
        const name = this.#memberName(node);
        if (!object || name === undefined) return undefined;
        return name === 'default' || (object.join() === 'fs' && name === 'promises')
          ? withoutDefault(object, name)
          : [...object, name];
      }
      case 'AwaitExpression':
        return node.argument.type === 'ImportExpression'
          ? builtinOf(this.#constant(node.argument.source))
          : undefined;
      case 'CallExpression': {
        const [first] = node.arguments;
        const isLoad = this.#isRequire(node.callee) || lastName(node.callee) === 'getBuiltinModule';
        return isLoad && first ? builtinOf(this.#constant(first)) : undefined;
      }
      case 'Identifier':
        return this.#nameImport(node);
      default:
        return undefined;
    }
  }

  #nameImport(node: Identifier): string[] | undefined {
    const variable = this.#scopes.variableOf(node);
    if (!variable) return variable === null && node.name === 'process' ? ['process'] : undefined;
    const imported = this.#scopes.isOfModule(variable) ? this.#imports.get(node.name) : undefined;
    if (imported) {
      const module = builtinOf(imported.specifier);
      if (!module) return undefined;
      if (['*', 'default'].includes(imported.name)) return module;
      return module.join() === 'fs' && imported.name === 'promises'
        ? ['fs/promises']
        : [...module, imported.name];
    }
    const definition = this.#definitionOf(node);
    const init = definition?.init;
    if (!definition || !init) return undefined;
    if (definition.id.type === 'Identifier') return this.#importOf(init);
    if (definition.id.type !== 'ObjectPattern') return undefined;
    const property = definition.id.properties.find(
      (one) => one.type === 'Property' && isNamed(one.value, node.name) && !one.computed,
    );
    const of = property?.type === 'Property' ? this.#importOf(init) : undefined;
    if (!of || property?.type !== 'Property' || property.key.type !== 'Identifier') return undefined;
    return of.join() === 'fs' && property.key.name === 'promises'
      ? ['fs/promises']
      : [...of, property.key.name];
  }

  /** The declaration of a constant. */
  #definitionOf(node: Identifier): (AnyNode & { readonly type: 'VariableDeclarator' }) | undefined {
    const [definition] = this.#scopes.variableOf(node)?.defs ?? [];
    if ((definition?.parent as { readonly kind?: string } | null | undefined)?.kind !== 'const')
      return undefined;
    const declarator = definition?.node as unknown as AnyNode;
    return declarator.type === 'VariableDeclarator' ? declarator : undefined;
  }

  /** The name of a member, written or told by a constant. */
  #memberName(node: MemberExpression): string | undefined {
    return node.computed ? this.#constant(node.property) : nameOf(node);
  }

  /** Whether an expression is where the module is: `import.meta.url`, a CommonJS module's own, or a name for it. */
  #isHere(node: AnyNode): boolean {
    switch (node.type) {
      case 'MemberExpression':
        if (nameOf(node) === 'href')
          return node.object.type === 'CallExpression' && this.#isHere(node.object);
        return isImportMeta(node.object) && nameOf(node) === 'url';
      case 'CallExpression':
        return (
          lastName(node.callee) === 'pathToFileURL' &&
          node.arguments[0] !== undefined &&
          this.#isHere(node.arguments[0])
        );
      case 'Identifier': {
        if (node.name === '__filename') return this.#scopes.variableOf(node) === null;
        const init = this.#constInit(node);
        return init !== undefined && this.#isHere(init);
      }
      default:
        return false;
    }
  }

  /** Whether a URL is made for nothing but to start, or to import, the program that it leads to. */
  #isForProgram(node: AnyNode, [parent, above]: readonly AnyNode[]): boolean {
    if (parent?.type === 'ImportExpression') return true;
    if (parent?.type === 'MemberExpression') return above?.type === 'ImportExpression';
    return parent?.type === 'NewExpression' && this.#isWorker(parent.callee) && parent.arguments[0] === node;
  }

  /** Where `new URL('./x', import.meta.url)` leads, from the module. */
  #literalPlace(node: AnyNode): string | undefined {
    if (node.type !== 'NewExpression' || !isNamed(node.callee, 'URL')) return undefined;
    const [place, base] = node.arguments;
    return place && base && this.#isHere(base) ? this.#constant(place) : undefined;
  }

  /** The same of a value that is made of such a URL, or holds one. */
  #place(node: AnyNode): string | undefined {
    switch (node.type) {
      case 'NewExpression':
        return this.#literalPlace(node);
      case 'MemberExpression':
        return ['href', 'pathname'].includes(nameOf(node) ?? '') ? this.#place(node.object) : undefined;
      case 'CallExpression': {
        const [first] = node.arguments;
        if (lastName(node.callee) === 'fileURLToPath') return first && this.#place(first);
        if (lastName(node.callee) === 'toString' && node.callee.type === 'MemberExpression')
          return this.#place(node.callee.object);
        return undefined;
      }
      case 'Identifier': {
        const init = this.#constInit(node);
        return init && this.#place(init);
      }
      default:
        return undefined;
    }
  }

  /** The text that an expression is, if the program tells. */
  #constant(node: AnyNode): string | undefined {
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'string' ? node.value : undefined;
      case 'TemplateLiteral':
        return this.#template(node);
      case 'BinaryExpression': {
        const [left, right] = [this.#constant(node.left), this.#constant(node.right)];
        return node.operator === '+' && left !== undefined && right !== undefined ? left + right : undefined;
      }
      case 'Identifier': {
        const init = this.#constInit(node);
        return init && this.#constant(init);
      }
      case 'CallExpression': {
        const [module, name] = this.#importOf(node.callee) ?? [];
        if (module !== 'path' || (name !== 'join' && name !== 'resolve' && name !== 'normalize'))
          return undefined;
        const parts = node.arguments.map((one) => this.#constant(one));
        return parts.every((one) => one !== undefined) ? path.join(...parts) : undefined;
      }
      default:
        return undefined;
    }
  }

  #template(node: AnyNode & { readonly type: 'TemplateLiteral' }): string | undefined {
    const parts = node.quasis.map(({ value }, index) => {
      const expression = node.expressions[index - 1];
      const before = expression ? this.#constant(expression) : '';
      return before === undefined || value.cooked == null ? undefined : before + value.cooked;
    });
    return parts.every((one) => one !== undefined) ? parts.join('') : undefined;
  }

  #constInit(node: Identifier): AnyNode | undefined {
    const variable = this.#scopes.variableOf(node);
    const [definition] = variable?.defs ?? [];
    if ((definition?.parent as { readonly kind?: string } | null | undefined)?.kind !== 'const')
      return undefined;
    return initOf(definition?.node as AnyNode | undefined);
  }

  #isDeclaration(node: Identifier): boolean {
    return this.#scopes.variableOf(node)?.identifiers.some((one) => one === (node as never)) ?? false;
  }

  #unknown(node: AnyNode): Load {
    return { kind: 'unknown', text: this.#written(node) };
  }

  #written({ start, end }: AnyNode): string {
    const text = this.#text.slice(start, end).replaceAll(/\s+/g, ' ');
    return text.length > MOST_WRITTEN ? `${text.slice(0, MOST_WRITTEN)}…` : text;
  }
}

const MOST_WRITTEN = 60;

function isImportMeta(node: AnyNode): boolean {
  return node.type === 'MetaProperty' && node.meta.name === 'import';
}

/** `require('x')`, `require.resolve('x')`, and where it is made: these are looked at by themselves. */
function isHarmlessUseOfRequire(node: Identifier, parent: AnyNode | undefined): boolean {
  if (parent?.type === 'CallExpression') return parent.callee === node;
  return parent?.type === 'MemberExpression' && parent.object === node && nameOf(parent) === 'resolve';
}

function initOf(definition: AnyNode | undefined): AnyNode | undefined {
  return definition?.type === 'VariableDeclarator' && definition.id.type === 'Identifier'
    ? (definition.init ?? undefined)
    : undefined;
}

function isNamed(node: AnyNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function nameOf({ computed, property }: MemberExpression): string | undefined {
  return !computed && property.type === 'Identifier' ? property.name : undefined;
}

function lastName(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'MemberExpression' ? nameOf(node) : undefined;
}

function builtinOf(specifier: string | undefined): string[] | undefined {
  return specifier !== undefined && isBuiltin(specifier) ? [specifier.replace(/^node:/, '')] : undefined;
}

function withoutDefault(object: string[], name: string): string[] {
  return name === 'promises' ? ['fs/promises'] : object;
}

function isMemberOf(parent: AnyNode | undefined, node: AnyNode): boolean {
  return parent?.type === 'MemberExpression' && parent.object === node;
}

/** `x instanceof Function`, `typeof x` */
function isTypeTest(parent: AnyNode | undefined): boolean {
  return (
    (parent?.type === 'BinaryExpression' && parent.operator === 'instanceof') ||
    parent?.type === 'UnaryExpression'
  );
}

function isClass(parent: AnyNode | undefined): boolean {
  return parent?.type === 'ClassDeclaration' || parent?.type === 'ClassExpression';
}

/** A module as a whole, where a member of it is taken: the member is looked at by itself. */
function isModuleItself(path: readonly string[], parent: AnyNode | undefined): boolean {
  return path.length === 0 && parent?.type === 'VariableDeclarator';
}
