import type { AnyNode, ModuleDeclaration, Statement as Node, Program } from 'acorn';
import { type Hash, sha256 } from '../../../cache/hash.js';
import { digest } from '../../canonical.js';
import { NOTHING as NO_CHANGES } from './effects/effects.js';
import { EffectsOf } from './effects/effects-of.js';
import { functionsOf } from './effects/functions.js';
import { valuesOf } from './effects/values.js';
import { LoadsOf } from './loads.js';
import { namesIn } from './normal-form/identifiers.js';
import { membersOf, normalTexts } from './normal-form/normal-text.js';
import { type Scopes, scopesOf } from './scopes.js';
import {
  DEFAULT_NAME,
  type Export,
  type Functions,
  type ModuleText,
  type Statement,
  type Values,
  WHOLE_NAME,
} from './statement.js';
import { childrenOf, parseModule, parseScript } from './syntax-tree.js';
import { plainJavaScript } from './transformed.js';

/**
 * Takes a program's source apart: JavaScript or TypeScript, an ES module or CommonJS. Rejects with esbuild's error, which
 * has `errors` with their places, for what does not parse.
 */
export async function programText(source: string, file: string, extension: string): Promise<ModuleText> {
  const text = await plainJavaScript(source, file, extension);
  const module = await parseModule(text).catch(() => undefined);
  return module && !isCommonJs(module, extension) ? moduleText(text, module) : commonJsText(text);
}

/** What is imported and is no program is one value: JSON, whatever its formatting, or the bytes of a file. */
export function valueText(content: Buffer, extension: string): ModuleText {
  const value = extension === '.json' ? jsonText(content) : sha256(content);
  return {
    ...NOTHING,
    exports: new Map([['default', { own: DEFAULT_NAME }]]),
    statements: [
      {
        names: [DEFAULT_NAME],
        title: '(value)',
        readable: value,
        normal: [value],
        refers: [],
        evaluation: NO_CHANGES,
        functions: NO_FUNCTIONS,
        values: { ...NO_VALUES, computes: false },
        loads: [],
      },
    ],
  };
}

/** By its values, whatever its formatting: JSON itself would write -0 as 0. */
function jsonText(content: Buffer): string {
  return digest('json', JSON.parse(content.toString('utf8').replace(/^\uFEFF/, '')));
}

const NO_FUNCTIONS: Functions = { calling: new Map(), returned: new Map(), methods: [] };
const NO_VALUES: Omit<Values, 'computes'> = {
  isState: true,
  beginnings: new Map(),
  makers: new Map(),
  holds: [],
};
const NOTHING: Omit<ModuleText, 'exports' | 'statements'> = {
  requests: [],
  bare: [],
  imports: new Map(),
  stars: [],
};

/** Node takes a file without `import` and `export` for CommonJS, unless told otherwise; it matters where it uses that. */
function isCommonJs(program: Program, extension: string): boolean {
  if (/^\.m/.test(extension)) return false;
  if (/^\.c/.test(extension)) return true;
  if (program.body.some(({ type }) => /^(Import|Export)/.test(type))) return false;
  const scopes = scopesOf(program, 'module');
  const uses = (node: AnyNode): boolean =>
    (node.type === 'Identifier' &&
      ['require', 'module', 'exports', '__dirname', '__filename'].includes(node.name) &&
      scopes.variableOf(node) === null) ||
    childrenOf(node).some(uses);
  return uses(program);
}

async function moduleText(text: string, program: Program): Promise<ModuleText> {
  const linkage = linkageOf(program);
  const scopes = scopesOf(program, 'module');
  const { imports } = linkage;
  const exported = new Set([...linkage.exports.values()].flatMap((one) => ('own' in one ? [one.own] : [])));
  const loads = new LoadsOf(text, scopes, imports, exported);
  const effects = new EffectsOf(scopes, imports, loads.unnamedRead);
  const outer = new Set([...imports.keys(), ...linkage.statements.flatMap(({ names }) => names)]);
  const spaces = new Set(imports.keys());
  const texts = linkage.statements.map(({ node, isDefault }) => {
    const own = text.slice(node.start, node.end);
    if (isDefault) return `const ${DEFAULT_NAME} = ${own.replace(/;$/, '')};`;
    const isOneOfMany = node.type === 'VariableDeclaration' && node.start === node.declarations[0]?.start;
    return isOneOfMany ? `${node.kind} ${own};` : own;
  });
  // A constant would be written as its value, or not, by where it stands.
  const variables = texts.map((one) => one.replace(/^const\b/, 'let'));
  const normal = await normalTexts(variables, outer, spaces);
  const before = new Set<string>();
  return {
    ...linkage,
    statements: linkage.statements.map(({ node, names }, index): Statement => {
      const evaluation = effects.evaluating(node);
      // What is declared once more is set anew.
      const again = names.filter((name) => before.has(name));
      for (const name of names) before.add(name);
      const kernel = kernelOf(node);
      return {
        names,
        title:
          names.filter((name) => name !== DEFAULT_NAME).join(', ') ||
          (names.length > 0 ? 'default' : '(statement)'),
        readable: texts[index]!,
        normal: normal[index]!,
        refers: refersTo(node, scopes, outer, spaces),
        evaluation:
          again.length === 0
            ? evaluation
            : { ...evaluation, changes: new Set([...evaluation.changes, ...again]) },
        functions: functionsOf(node, names, effects),
        values: valuesOf(node, scopes),
        loads: loads.in(node),
        ...(kernel ? { kernel } : {}),
      };
    }),
  };
}

/** Of a CommonJS module all counts, and all that it exports is one thing. */
async function commonJsText(text: string): Promise<ModuleText> {
  const program = await parseScript(text);
  const scopes = scopesOf(program, 'script');
  const imports = requiredNames(program);
  const loads = new LoadsOf(text, scopes, imports, new Set());
  const effects = new EffectsOf(scopes, imports, loads.unnamedRead);
  const all = loads.in(program);
  const [normal] = await normalTexts([`(function(){${text}\n})();`], new Set(), new Set());
  return {
    ...NOTHING,
    exports: new Map([['*', { own: WHOLE_NAME }]]),
    statements: [
      {
        names: [WHOLE_NAME],
        title: '(module)',
        readable: text,
        normal: normal!,
        refers: [],
        evaluation: effects.evaluating(program),
        functions: merged(program.body.map((node) => functionsOf(node, declared(node), effects))),
        values: { ...NO_VALUES, computes: true },
        loads: all,
      },
    ],
  };
}

function merged(functions: readonly Functions[]): Functions {
  return {
    calling: new Map(functions.flatMap(({ calling }) => [...calling])),
    returned: new Map(functions.flatMap(({ returned }) => [...returned])),
    methods: functions.flatMap(({ methods }) => methods),
  };
}

/** `const x = require('y')`, `const { x } = require('y')`: what they stand for is known as an import's is. */
function requiredNames({ body }: Program): ModuleText['imports'] {
  const names = new Map<string, { readonly specifier: string; readonly name: string }>();
  for (const declaration of body.flatMap((node) =>
    node.type === 'VariableDeclaration' ? node.declarations : [],
  )) {
    const { id, init } = declaration;
    if (
      init?.type !== 'CallExpression' ||
      init.callee.type !== 'Identifier' ||
      init.callee.name !== 'require'
    )
      continue;
    const [source] = init.arguments;
    if (source?.type !== 'Literal' || typeof source.value !== 'string') continue;
    const specifier = source.value;
    if (id.type === 'Identifier') names.set(id.name, { specifier, name: '*' });
    if (id.type !== 'ObjectPattern') continue;
    for (const one of id.properties) {
      if (one.type !== 'Property' || one.key.type !== 'Identifier' || one.value.type !== 'Identifier')
        continue;
      names.set(one.value.name, { specifier, name: one.key.name });
    }
  }
  return names;
}

interface Linkage extends Omit<ModuleText, 'statements'> {
  readonly statements: readonly {
    readonly node: AnyNode;
    readonly names: readonly string[];
    readonly isDefault?: true;
  }[];
}

function linkageOf({ body }: Program): Linkage {
  const requests = new Set<string>();
  const bare: string[] = [];
  const imports = new Map<string, { readonly specifier: string; readonly name: string }>();
  const exports = new Map<string, Export>();
  const stars: string[] = [];
  const statements: { node: AnyNode; names: readonly string[]; isDefault?: true }[] = [];
  for (const node of body) {
    const specifier = sourceOf(node);
    if (specifier !== undefined) requests.add(specifier);
    switch (node.type) {
      case 'ImportDeclaration':
        if (node.specifiers.length === 0) bare.push(specifier!);
        for (const one of node.specifiers) {
          const name =
            one.type === 'ImportSpecifier'
              ? nameOf(one.imported)
              : one.type === 'ImportDefaultSpecifier'
                ? 'default'
                : '*';
          imports.set(one.local.name, { specifier: specifier!, name });
        }
        break;
      case 'ExportAllDeclaration':
        if (node.exported) exports.set(nameOf(node.exported), { specifier: specifier!, name: '*' });
        else stars.push(specifier!);
        break;
      case 'ExportNamedDeclaration':
        for (const { local, exported } of node.specifiers) {
          const name = nameOf(local);
          exports.set(nameOf(exported), specifier === undefined ? { own: name } : { specifier, name });
        }
        if (node.declaration) {
          for (const name of declared(node.declaration)) exports.set(name, { own: name });
          for (const one of apart(node.declaration)) statements.push({ node: one, names: declared(one) });
        }
        break;
      case 'ExportDefaultDeclaration': {
        const { declaration } = node;
        const named = 'id' in declaration && declaration.id && /Declaration$/.test(declaration.type);
        const name = named ? (declaration.id as { readonly name: string }).name : DEFAULT_NAME;
        exports.set('default', { own: name });
        statements.push({ node: declaration, names: [name], ...(named ? {} : { isDefault: true as const }) });
        break;
      }
      default:
        for (const one of apart(node)) statements.push({ node: one, names: declared(one) });
    }
  }
  return { requests: [...requests], bare, imports, exports, stars, statements };
}

function sourceOf(node: Node | ModuleDeclaration): string | undefined {
  return 'source' in node && node.source ? String(node.source.value) : undefined;
}

/** An import or export may be named by a text: `import { "a b" as ab }`. */
function nameOf(
  name:
    | { readonly type: 'Identifier'; readonly name: string }
    | { readonly type: 'Literal'; readonly value?: unknown },
): string {
  return name.type === 'Identifier' ? name.name : String(name.value);
}

/** `const a = 1, b = 2;` is `const a = 1; const b = 2;`. */
function apart(node: AnyNode): AnyNode[] {
  if (node.type !== 'VariableDeclaration' || node.declarations.length === 1) return [node];
  return node.declarations.map((one) => ({ ...node, start: one.start, end: one.end, declarations: [one] }));
}

function declared(node: AnyNode): string[] {
  const names = declaredBy(node);
  return names.length > 0 ? names : hoisted(node);
}

/** Variables that `var` declares in blocks are the module's too. */
function hoisted(node: AnyNode): string[] {
  if (/^(Function|ArrowFunction|Class)/.test(node.type)) return [];
  const own = node.type === 'VariableDeclaration' && node.kind === 'var' ? declaredBy(node) : [];
  return [...new Set([...own, ...childrenOf(node).flatMap(hoisted)])];
}

function declaredBy(node: AnyNode): string[] {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return node.id ? [node.id.name] : [];
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) => namesIn(id));
    default:
      return [];
  }
}

function refersTo(
  node: AnyNode,
  scopes: Scopes,
  outer: ReadonlySet<string>,
  spaces: ReadonlySet<string>,
): string[] {
  const members = membersOf(node, spaces);
  const places = new Set(members.map(({ start }) => start));
  const names = new Set(members.map(({ text }) => text));
  const visit = (one: AnyNode) => {
    if (one.type === 'Identifier' && outer.has(one.name) && !places.has(one.start)) {
      const variable = scopes.variableOf(one);
      if (variable && scopes.isOfModule(variable)) names.add(one.name);
    }
    for (const child of childrenOf(one)) visit(child);
  };
  visit(node);
  return [...names];
}

/** The bytes that every WebAssembly module starts with, in base64. */
const WASM = 'AGFzbQ';

/** The kernel that a statement declares: `const svmKernel = { name: 'svm', base64: 'AGFzbQ…' }`. */
function kernelOf(statement: AnyNode): { readonly name: string; readonly hash: Hash } | undefined {
  if (statement.type !== 'VariableDeclaration') return undefined;
  const [declaration, another] = statement.declarations;
  if (another || declaration?.init?.type !== 'ObjectExpression') return undefined;
  const texts: Record<string, string> = {};
  for (const property of declaration.init.properties) {
    if (property.type !== 'Property' || property.computed || property.value.type !== 'Literal') continue;
    const { key, value } = property;
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : '';
    if (typeof value.value === 'string') texts[name] = value.value;
  }
  const { name, base64 } = texts;
  if (name === undefined || !base64?.startsWith(WASM)) return undefined;
  return { name, hash: sha256(Buffer.from(base64, 'base64')) };
}
