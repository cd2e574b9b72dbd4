import path from 'node:path';
import type { FileStyle } from './project.js';

interface Imported {
  /** What it is called here -> the name that it is exported under. */
  readonly names: Map<string, string>;
  whole?: string;
  space?: string;
}

/** A file of source code that is being written: its imports, and what follows them. */
export class SourceFile {
  readonly #imports = new Map<string, Imported>();
  readonly #statements: { readonly text: string; readonly comment: number }[] = [];
  /** What of the model is evaluated with it, in order. */
  readonly keys: string[] = [];
  readonly path: string;
  readonly #style: Pick<FileStyle, 'comment' | 'isSpaced' | 'isReversed'>;

  /** @param file its path in the project, with slashes. */
  constructor(file: string, style: Pick<FileStyle, 'comment' | 'isSpaced' | 'isReversed'>) {
    this.path = file;
    this.#style = style;
  }

  /** Where a file is from here, as an import of an ES module writes it. */
  relative(file: string): string {
    const place = path.posix.relative(path.posix.dirname(this.path), file);
    const specifier = place.startsWith('.') ? place : `./${place}`;
    return specifier.replace(/\.ts$/, '.js');
  }

  /** Imports a name, and gives what it is called here. */
  named(specifier: string, file: string | undefined, name: string, local = name): string {
    this.#import(specifier, file).names.set(local, name);
    return local;
  }

  whole(specifier: string, file: string | undefined, local: string): string {
    this.#import(specifier, file).whole = local;
    return local;
  }

  space(specifier: string, file: string | undefined, local: string): string {
    this.#import(specifier, file).space = local;
    return local;
  }

  /** Imports a module for what its evaluation changes. */
  bare(specifier: string, file: string | undefined): void {
    this.#import(specifier, file);
  }

  /** @param key what of the model the statements are. */
  add(text: string, comment = 0, key?: string): void {
    this.#statements.push({ text, comment });
    if (key !== undefined) this.keys.push(key);
  }

  /** Adds an `export … from`. */
  passOn(text: string, file: string): void {
    this.#statements.push({ text, comment: 0 });
    this.#files.set(`${this.#files.size}`, file);
  }

  /** What it imports, in the order in which it is evaluated. */
  evaluates(): string[] {
    const files = [...this.#files.values()];
    return this.#style.isReversed ? files.reverse() : files;
  }

  readonly #files = new Map<string, string>();

  #import(specifier: string, file: string | undefined): Imported {
    const known = this.#imports.get(specifier) ?? { names: new Map() };
    this.#imports.set(specifier, known);
    if (file !== undefined) this.#files.set(specifier, file);
    return known;
  }

  text(): string {
    const { comment, isSpaced, isReversed } = this.#style;
    const imports = [...this.#imports].map(([specifier, imported]) => importText(specifier, imported));
    if (isReversed) imports.reverse();
    const statements = this.#statements.map(({ text, comment: own }) =>
      own > 0 ? `// Note ${own}.\n${text}` : text,
    );
    const all = [...imports, ...statements];
    return `${comment > 0 ? `/* Header ${comment}. */\n` : ''}${all.join(isSpaced ? '\n\n\n' : '\n')}\n`;
  }
}

function importText(specifier: string, { names, whole, space }: Imported): string {
  const from = `'${specifier}'${specifier.endsWith('.json') ? " with { type: 'json' }" : ''}`;
  const named = [...names].map(([local, name]) => (name === local ? name : `${name} as ${local}`));
  const texts = [
    ...(space === undefined ? [] : [`import * as ${space} from ${from};`]),
    ...(whole === undefined && named.length === 0
      ? []
      : [
          `import ${[...(whole === undefined ? [] : [whole]), ...(named.length === 0 ? [] : [`{ ${named.join(', ')} }`])].join(', ')} from ${from};`,
        ]),
  ];
  return texts.length > 0 ? texts.join('\n') : `import ${from};`;
}
