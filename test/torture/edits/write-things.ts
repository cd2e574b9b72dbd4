import { changeText } from './change-text.js';
import { exportedName, globalOf, nameOf, Places, variableOf } from './places.js';
import type { Settled, SettledEdge, SettledEffect, SettledThing } from './settled.js';
import type { SourceFile } from './source-file.js';

export const MODULUS = 10_007;

/** The text of what code gets for a thing, given what it gets the thing by. */
function valueText(thing: SettledThing, base: string): string {
  switch (thing.form) {
    case 'const':
    case 'pattern':
    case 'assigned':
    case 'called':
    case 'array':
    case 'hoisted':
    case 'looped':
    case 'awaited':
    case 'file-load':
    case 'environment-load':
      return base;
    case 'class':
    case 'inherited':
    case 'prototype':
      return `new ${base}().value()`;
    case 'static':
    case 'object':
    case 'frozen':
    case 'getter':
    case 'spread':
    case 'accessor':
    case 'proxy':
    case 'namespace':
    case 'state':
      return `${base}.by`;
    case 'method':
      return `${base}.by()`;
    case 'enum':
      return `${base}.By`;
    case 'generator':
      return `[...${base}()][0]`;
    case 'map':
      return `[...${base}.values()].reduce((one, other) => one + other, 0)`;
    default:
      return `${base}()`;
  }
}

const METHODS = ['get', 'map', 'has', 'some', 'at', 'every', 'find', 'slice', 'concat', 'test'] as const;

/** The name of a method of built-in values, another one for each thing. */
function likeMethod({ index }: SettledThing): string {
  return METHODS[index]!;
}

/** What some code is to its module: sums of numbers, as the model has them. */
export class Terms {
  readonly #project: Settled;
  readonly #places: Places;

  constructor(project: Settled) {
    this.#project = project;
    this.#places = new Places(project);
  }

  /** An expression that comes to a number and three times those of what it uses. */
  sum(value: string, uses: readonly SettledEdge[], file: SourceFile, isTwisted: boolean): string {
    const terms = uses.map((use) => `3 * ${this.value(use, file)}`);
    const all = terms.length === 0 ? value : `(${[value, ...terms].join(' + ')}) % ${MODULUS}`;
    return isTwisted ? `${all} + 0` : all;
  }

  value(edge: SettledEdge, file: SourceFile): string {
    const thing = this.#project.things[edge.thing]!;
    if (edge.how !== 'worker') return valueText(thing, this.base(edge, file));
    const Worker = file.named('node:worker_threads', undefined, 'Worker');
    const place = file.relative(this.#places.worker(thing.index));
    return `(await new Promise((resolve, reject) => {
  const thread = new ${Worker}(new URL('${place}', import.meta.url));
  thread.on('message', resolve);
  thread.on('error', reject);
}))`;
  }

  /** The text by which some code gets at a thing; what it imports for that is added to its file. */
  base({ thing: index, how }: SettledEdge, file: SourceFile): string {
    const thing = this.#project.things[index]!;
    const { language, home } = this.#project.modules[thing.module]!;
    const target = this.#places.module(thing.module);
    const isOwn = home === 'own';
    const specifier = isOwn ? file.relative(target) : this.#places.packageName(thing.module);
    const name = exportedName(thing);
    const local = nameOf(thing);
    const space = `m${thing.module}`;
    const member = (whole: string) => `${whole}.${name}`;
    switch (how) {
      case 'beside':
        return language === 'cjs' ? `exports.${local}` : local;
      case 'named':
        return file.named(specifier, target, name, local);
      case 'renamed':
        return file.named(specifier, target, name, `${local}As`);
      case 'self':
        return file.named(`study-project/${target}`, target, name, `${local}Self`);
      case 'hash':
        return file.named(`#${target}`, target, name, `${local}Hash`);
      case 'space':
        return member(file.space(specifier, target, space));
      case 'computed':
        return `${file.space(specifier, target, space)}[${JSON.stringify(name.slice(0, 1))} + ${JSON.stringify(name.slice(1))}]`;
      case 'index-star':
        return file.named(file.relative(this.#places.index), this.#places.index, name, `${local}Star`);
      case 'index-renamed':
        return file.named(file.relative(this.#places.index), this.#places.index, `u${index}`);
      case 'index-space':
        return member(
          file.named(file.relative(this.#places.index), this.#places.index, `space${thing.module}`),
        );
      case 'whole':
      case 'json':
        return member(file.whole(specifier, target, space));
      case 'named-of-whole':
        return file.named(specifier, target, name, `${local}Of`);
      case 'require':
        if (file.path.endsWith('.cjs')) return `require('${specifier}').${name}`;
        return `${file.named('node:module', undefined, 'createRequire')}(import.meta.url)('${specifier}').${name}`;
      case 'dynamic':
        return `(await import('${specifier}')).${name}`;
      case 'dynamic-url':
        return isOwn
          ? `(await import(new URL('${specifier.replace(/\.js$/, '.ts')}', import.meta.url).href)).${name}`
          : `(await import('${specifier}')).${name}`;
      case 'dynamic-unknown':
        return `(await import([${specifier
          .split('/')
          .map((part) => `'${part}'`)
          .join(', ')}].join('/'))).${name}`;
      case 'worker':
        throw new Error('A worker is not asked for what it has, but for a number.');
    }
  }

  /** Statements that change a thing while their module loads. */
  effect(at: number, file: SourceFile): string {
    const { thing: index, value, style, uses, place } = this.#project.effects[at]!;
    const thing = this.#project.things[index]!;
    const by = this.sum(String(value), uses, file, false);
    const name = exportedName(thing);
    const specifierOf = () =>
      this.#project.modules[thing.module]!.home === 'own'
        ? file.relative(this.#places.module(thing.module))
        : this.#places.packageName(thing.module);
    const imported = (what: string) =>
      place === 'beside'
        ? what
        : file.named(
            specifierOf(),
            this.#places.module(thing.module),
            what === nameOf(thing) ? name : what,
            what,
          );
    const pick = (...texts: readonly string[]) => texts[style % texts.length]!;
    switch (thing.form) {
      case 'state': {
        const state = imported(nameOf(thing));
        return changeText(state, by, at, style);
      }
      case 'list':
      case 'counter': {
        const add = this.#adder(thing, place, style, file);
        return pick(`${add}(${by});`, `/* @__PURE__ */ ${add}(${by});`, `[${by}].map(${add});`);
      }
      case 'map':
        return pick(
          `${imported(nameOf(thing))}.set('e${at}', ${by});`,
          `const { set: set${at} } = Map.prototype;\nset${at}.call(${imported(nameOf(thing))}, 'e${at}', ${by});`,
        );
      default:
        return pick(
          `globalThis.${globalOf(thing)} = (globalThis.${globalOf(thing)} ?? 0) + ${by};`,
          `Object.assign(globalThis, { ${globalOf(thing)}: (globalThis.${globalOf(thing)} ?? 0) + ${by} });`,
        );
    }
  }

  /** What is called to change a thing that hides its state: by its name, or that of a method which changes nothing. */
  #adder(thing: SettledThing, place: SettledEffect['place'], style: number, file: SourceFile): string {
    const name = `add${nameOf(thing)}`;
    if (place === 'beside') return name;
    const target = this.#places.module(thing.module);
    const isOwn = this.#project.modules[thing.module]!.home === 'own';
    const specifier = isOwn ? file.relative(target) : this.#places.packageName(thing.module);
    const index = file.relative(this.#places.index);
    const alias = likeMethod(thing);
    const ways = [
      () => file.named(specifier, target, name),
      () => file.named(specifier, target, alias, `${alias}${thing.index}`),
      () => `${file.space(specifier, target, `m${thing.module}`)}.${alias}`,
      () => `${file.named(index, this.#places.index, `space${thing.module}`)}.${alias}`,
    ];
    return ways[Math.floor(style / 3) % (isOwn ? ways.length : ways.length - 1)]!();
  }

  /** The statements that define a thing. */
  define(thing: SettledThing, file: SourceFile): string {
    const { language } = this.#project.modules[thing.module]!;
    const name = nameOf(thing);
    const isTypeScript = language === 'ts';
    const value = String(thing.value);
    const all = () => this.sum(value, thing.uses, file, thing.isTwisted);
    const local = `local${'Y'.repeat(thing.local)}`;
    const returns = isTypeScript && thing.local % 2 === 1 ? ': number' : '';
    const body = () => `{\n  const ${local}${returns} = ${all()};\n  return ${local};\n}`;
    if (language === 'cjs') {
      return thing.form === 'const'
        ? `exports.${name} = ${all()};`
        : `exports.${name} = function () ${body()};`;
    }
    const read = () => {
      const fs = file.named('node:fs', undefined, 'readFileSync');
      const place = file.relative(this.#places.textFile(thing));
      return `Number(${fs}(new URL('${place}', import.meta.url), 'utf8'))`;
    };
    switch (thing.form) {
      case 'function':
        return `export function ${name}()${returns} ${body()}`;
      case 'const':
        return `export const ${name} = ${all()};`;
      case 'arrow':
        return `export const ${name} = ()${returns} => ${all()};`;
      case 'closure':
        return `const make${name} = (${local}${returns}) => () => ${this.sum(local, thing.uses, file, thing.isTwisted)};\nexport const ${name} = make${name}(${value});`;
      case 'class':
        return `export class ${name} {\n  #${local} = ${value};\n  value()${returns} {\n    return ${this.sum(`this.#${local}`, thing.uses, file, thing.isTwisted)};\n  }\n}`;
      case 'static':
        return `export class ${name} {\n  static by = ${all()};\n}`;
      case 'object':
        return `export const ${name} = { by: ${all()} };`;
      case 'method':
        return `export const ${name} = {\n  by()${returns} ${body()},\n};`;
      case 'getter':
        return `export const ${name} = {\n  get by()${returns} ${body()},\n};`;
      case 'generator':
        return `export function* ${name}() {\n  const ${local} = ${all()};\n  yield ${local};\n}`;
      case 'enum':
        return `export enum ${name} {\n  By = ${value},\n}`;
      case 'default':
        return `export default function ${name}()${returns} ${body()}`;
      case 'late':
        return `function ${name}()${returns} ${body()}\nexport { ${name} as ${exportedName(thing)} };`;
      case 'pattern':
        return `export const { inner: ${name} } = { inner: ${all()} };`;
      case 'assigned':
        return `export let ${name} = 0;\n${name} = ${all()};`;
      case 'inherited':
        return `class Base${name} {\n  value()${returns} ${body()}\n}\nexport class ${name} extends Base${name} {}`;
      case 'frozen':
        return `export const ${name} = Object.freeze({ by: ${all()} });`;
      case 'called':
        return `export const ${name} = (()${returns} => ${body()})();`;
      case 'array':
        return `export const [${name}] = [${all()}];`;
      case 'hoisted':
        return `{\n  var ${name} = ${all()};\n}\nexport { ${name} };`;
      case 'looped':
        return `export let ${name} = 0;\nfor (const ${local} of [${all()}]) ${name} += ${local};`;
      case 'awaited':
        return `export const ${name} = await Promise.resolve(${all()});`;
      case 'spread':
        return `export const ${name} = { ...{ by: ${all()} } };`;
      case 'memo':
        return `let ${name}Kept${returns};\nexport function ${name}()${returns} {\n  ${name}Kept ??= ${all()};\n  return ${name}Kept;\n}`;
      case 'parameter':
        return `export const ${name} = (${local}${returns} = ${all()}) => ${local};`;
      case 'property':
        return `export function ${name}()${returns} {\n  return ${name}.by;\n}\n${name}.by = ${all()};`;
      case 'prototype':
        return `export class ${name} {}\n${name}.prototype.value = function ()${returns} ${body()};`;
      case 'functions':
        return `const ${name}s = [() => ${all()}];\nexport const ${name} = ()${returns} => ${name}s[0]();`;
      case 'tagged':
        return `const tag${name} = ([text]) => Number(text);\nexport const ${name} = ()${returns} => ${this.sum(`tag${name}\`${value}\``, thing.uses, file, thing.isTwisted)};`;
      case 'accessor':
        return `export class ${name} {\n  static get by()${returns} ${body()}\n}`;
      case 'proxy':
        return `export const ${name} = new Proxy({}, { get: () => ${all()} });`;
      case 'namespace':
        return `export namespace ${name} {\n  export const by = ${all()};\n}`;
      case 'file-run':
        return `export function ${name}()${returns} {\n  return ${read()};\n}`;
      case 'file-load':
        return `export const ${name} = ${read()};`;
      case 'path-run':
        return `export const ${name} = ()${returns} => Number(${file.named('node:fs', undefined, 'readFileSync')}('${this.#places.textFile(thing)}', 'utf8'));`;
      case 'environment-run':
        return `export const ${name} = ()${returns} => Number(process.env.${variableOf(thing)});`;
      case 'environment-load':
        return `const { ${variableOf(thing)}: ${name}Text } = process.env;\nexport const ${name} = Number(${name}Text);`;
      case 'state':
        return `export const ${name} = { by: ${value} };`;
      case 'list':
        return `const ${name}s = [${value}];\nexport const add${name} = (more${returns}) => {\n  ${name}s.push(more);\n};\nexport { add${name} as ${likeMethod(thing)} };\nexport const ${name} = ()${returns} => ${name}s.reduce((one, other) => one + other, 0);`;
      case 'map':
        return `export const ${name} = new Map([['own', ${value}]]);`;
      case 'counter':
        return `let ${name}Count = ${value};\nexport function add${name}(more${returns}) {\n  ${name}Count += more;\n}\nexport { add${name} as ${likeMethod(thing)} };\nexport function ${name}()${returns} {\n  return ${name}Count;\n}`;
      case 'global':
        return `export const ${name} = ()${returns} => ${value} + (globalThis.${globalOf(thing)} ?? 0);`;
    }
  }
}
