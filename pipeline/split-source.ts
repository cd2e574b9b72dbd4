import type { AnyNode, Comment, ModuleDeclaration, Statement } from 'acorn';
import { type Hash, sha256 } from '../cache/hash.js';
import type { Bundle } from './bundle-code.js';
import { identifiersIn, namesIn, renames } from './identifiers.js';
import type { KeptSource } from './kept-source.js';
import { originalName, wordsOf } from './original-name.js';
import { parseModule } from './syntax-tree.js';
import { edited, type TextEdit } from './text-edit.js';

/**
 * Takes a readable bundle apart: into its files, each into its statements. Comments that the bundler left are
 * dropped, and names that it numbered are as they were. A WebAssembly kernel, which is in the code as base64
 * text, is kept as the hash of its bytes.
 * @param sources the texts of the bundle's files.
 * @param pathOf what a file that the bundle marks is to be called.
 */
export async function splitSource(
  { text, marks }: Pick<Bundle, 'text' | 'marks'>,
  sources: readonly string[],
  pathOf: (mark: string) => string,
): Promise<KeptSource> {
  const comments: Comment[] = [];
  const program = await parseModule(text, comments);
  const marked = new Set(marks);
  const starts = comments.flatMap(({ type, value, start }) =>
    type === 'Line' && marked.has(value.trim()) ? [{ path: pathOf(value.trim()), start }] : [],
  );
  const words = wordsOf(sources);
  const original = (name: string) => originalName(name, words);
  const edits = [
    ...comments.map((comment) => removal(text, comment)),
    ...renames(identifiersIn(program).places, ({ name }) => original(name), ' '),
  ];
  const files = new Map<string, { name: string; text: string }[]>();
  const kernels: Record<string, Hash> = {};
  for (const statement of program.body) {
    const kernel = kernelOf(statement);
    if (kernel) {
      kernels[kernel.name] = kernel.hash;
      continue;
    }
    const path = starts.findLast(({ start }) => start < statement.start)?.path ?? '';
    const symbols = files.get(path) ?? [];
    files.set(path, symbols);
    symbols.push({ name: nameOf(statement, original), text: edited(text, edits, statement) });
  }
  return { files: [...files].map(([path, symbols]) => ({ path, symbols })), kernels };
}

/** What a statement declares, or what else it is. */
function nameOf(statement: Statement | ModuleDeclaration, original: (name: string) => string): string {
  switch (statement.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return original(statement.id.name);
    case 'VariableDeclaration':
      return statement.declarations
        .flatMap(({ id }) => namesIn(id))
        .map(original)
        .join(', ');
    case 'ImportDeclaration':
      return '(imports)';
    case 'ExportNamedDeclaration':
    case 'ExportDefaultDeclaration':
    case 'ExportAllDeclaration':
      return '(exports)';
    default:
      return '(statement)';
  }
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

/** A comment that is alone on its line goes with the line. */
function removal(text: string, comment: Comment): TextEdit {
  let { start, end } = comment;
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--;
  if (text[start - 1] === '\n' && text[end] === '\n') end++;
  return { start, end, text: '' };
}
