import type { AnyNode, CallExpression, Identifier, MemberExpression, NewExpression } from 'acorn';
import type { ImportNames } from './effects.js';
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

  constructor(text: string, scopes: Scopes, imports: ImportNames) {
    this.#text = text;
    this.#scopes = scopes;
    this.#imports = imports;
  }

  /** All that a piece of code loads, in the order of its text. */
  in(node: AnyNode): Load[] {
    const loads: Load[] = [];
    const visit = (one: AnyNode, parents: readonly AnyNode[]) => {
      loads.push(...this.#of(one, parents));
      for (const child of childrenOf(one)) visit(child, [one, ...parents.slice(0, 1)]);
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
    if (
      callee.type === 'Identifier' &&
      this.#isGlobal(callee) &&
      ['eval', 'Function'].includes(callee.name)
    ) {
      return [this.#unknown(node)];
    }
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
    return [];
  }

  #construct(node: NewExpression, parents: readonly AnyNode[]): Load[] {
    const [first] = node.arguments;
    if (isNamed(node.callee, 'Function') && this.#isGlobal(node.callee)) return [this.#unknown(node)];
    if (lastName(node.callee) === 'Worker') {
      const place = first && this.#place(first);
      return place === undefined ? [this.#unknown(node)] : [{ kind: 'program', specifier: place }];
    }
    const place = this.#literalPlace(node);
    if (place === undefined || isForProgram(node, parents)) return [];
    // A folder is where anything may be read.
    return place === '' || /(^|\/)\.{0,2}$/.test(place)
      ? [this.#unknown(node)]
      : [{ kind: 'file', specifier: place }];
  }

  /** `import.meta.url` beside a literal, or as the `module` of a stage, says nothing new. */
  #meta(node: AnyNode, [member, use]: readonly AnyNode[]): Load[] {
    if (member?.type !== 'MemberExpression' || member.object !== node)
      return [{ kind: 'unknown', text: 'import.meta' }];
    const name = nameOf(member);
    if (name === 'resolve') return [];
    if (name === 'url') {
      if (use?.type === 'Property' && !use.computed && isNamed(use.key, 'module')) return [];
      if (use?.type === 'NewExpression' && this.#literalPlace(use) !== undefined) return [];
      if (use?.type === 'CallExpression' && lastName(use.callee) === 'createRequire') return [];
    }
    return [this.#unknown(use && use.end - use.start < 100 ? use : member)];
  }

  #name(node: Identifier, [parent]: readonly AnyNode[]): Load[] {
    const variable = this.#scopes.variableOf(node);
    if (variable === undefined) return [];
    if (['__dirname', '__filename'].includes(node.name) && variable === null) return [this.#unknown(node)];
    if (this.#isRequire(node) && !this.#isDeclaration(node) && !isHarmlessUseOfRequire(node, parent)) {
      return [this.#unknown(parent ?? node)];
    }
    const imported = this.#importOf(node);
    if (!imported || this.#isDeclaration(node)) return [];
    const [module, name] = imported;
    if (module === 'process' && name === 'env') return this.#environment(node, parent ? [parent] : []);
    const isFork = name === 'fork' || (parent?.type === 'MemberExpression' && nameOf(parent) === 'fork');
    if (['vm', 'cluster'].includes(module!) || (module === 'child_process' && !isFork)) {
      return [this.#unknown(parent ?? node)];
    }
    return [];
  }

  #environment(node: AnyNode, [parent]: readonly AnyNode[]): Load[] {
    const variable = (name: string | undefined): Load => ({
      kind: 'variable',
      ...(name === undefined ? {} : { name }),
    });
    if (parent?.type === 'MemberExpression' && parent.object === node) {
      return [variable(parent.computed ? this.#constant(parent.property) : nameOf(parent))];
    }
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
    if (nameOf(node) !== 'env') return false;
    return lastName(node.object) === 'process' || this.#importOf(node.object)?.[0] === 'process';
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
      return lastName(node.callee) === 'createRequire' && from !== undefined && isHere(from);
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

  /** Which of Node's own modules, and what of it, a name or a member is: `fs`, `readFile`. */
  #importOf(node: AnyNode): string[] | undefined {
    if (node.type === 'MemberExpression') {
      const object = this.#importOf(node.object);
      const name = nameOf(node);
      return object && name !== undefined ? [...object, name] : undefined;
    }
    if (node.type !== 'Identifier') return undefined;
    const variable = this.#scopes.variableOf(node);
    const imported = variable && this.#scopes.isOfModule(variable) ? this.#imports.get(node.name) : undefined;
    if (!imported) return undefined;
    const module = imported.specifier.replace(/^node:/, '');
    return ['*', 'default'].includes(imported.name) ? [module] : [module, imported.name];
  }

  /** Where `new URL('./x', import.meta.url)` leads, from the module. */
  #literalPlace(node: AnyNode): string | undefined {
    if (node.type !== 'NewExpression' || !isNamed(node.callee, 'URL')) return undefined;
    const [place, base] = node.arguments;
    return place && base && isHere(base) ? this.#constant(place) : undefined;
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
        return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
      case 'BinaryExpression': {
        const [left, right] = [this.#constant(node.left), this.#constant(node.right)];
        return node.operator === '+' && left !== undefined && right !== undefined ? left + right : undefined;
      }
      case 'Identifier': {
        const init = this.#constInit(node);
        return init && this.#constant(init);
      }
      default:
        return undefined;
    }
  }

  #constInit(node: Identifier): AnyNode | undefined {
    const variable = this.#scopes.variableOf(node);
    const [definition] = variable?.defs ?? [];
    if ((definition?.parent as { readonly kind?: string } | null | undefined)?.kind !== 'const')
      return undefined;
    return initOf(definition?.node as AnyNode | undefined);
  }

  #isGlobal(node: AnyNode): boolean {
    return this.#scopes.variableOf(node) === null;
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

/** `import.meta.url`, or a CommonJS module's own. */
function isHere(node: AnyNode): boolean {
  if (isNamed(node, '__filename')) return true;
  return node.type === 'MemberExpression' && isImportMeta(node.object) && nameOf(node) === 'url';
}

function isImportMeta(node: AnyNode): boolean {
  return node.type === 'MetaProperty' && node.meta.name === 'import';
}

/** Whether a URL is made for nothing but to start, or to import, the program that it leads to. */
function isForProgram(node: AnyNode, [parent, above]: readonly AnyNode[]): boolean {
  if (parent?.type === 'ImportExpression') return true;
  if (parent?.type === 'MemberExpression') return above?.type === 'ImportExpression';
  return (
    parent?.type === 'NewExpression' && lastName(parent.callee) === 'Worker' && parent.arguments[0] === node
  );
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
