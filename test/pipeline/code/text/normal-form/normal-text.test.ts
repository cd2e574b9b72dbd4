import { describe, expect, test } from 'vitest';
import { programText } from '../../../../../pipeline/code/text/module-text.js';

/** A module in normal form: what it exports, and its statements. */
async function formOf(code: string): Promise<string> {
  const { exports, imports, statements } = await programText(code, 'module.ts', '.ts');
  const names = new Map<string, string>();
  // Names of the module's own are written as what they stand for, by whoever puts statements together.
  const meaning = (name: string) => {
    const imported = imports.get(name);
    if (imported) return `${imported.specifier} ${imported.name}`;
    if (!names.has(name)) names.set(name, `own ${names.size}`);
    return names.get(name)!;
  };
  const texts = statements.map(({ normal }) =>
    normal.map((piece, index) => (index % 2 === 0 ? piece : meaning(piece))).join(''),
  );
  return JSON.stringify([texts, [...exports.keys()]]);
}

describe('renaming changes nothing', () => {
  test.each([
    ['a variable', 'export const f = (x) => { let a = g(x); a += 1; return a * a }', /\ba\b/g, 'total'],
    ['a parameter', 'export function f(first, second) { return first - second }', /\bfirst\b/g, 'zebra'],
    ['a destructured one', 'export function f({ a, b = 2 }) { return a - b }', '{ a,', '{ a: a,'],
    ['one written beside a property', 'export const f = (a) => ({ a, b: a })', /\(a\)|\ba,|: a\b/g, null],
    ['a rest parameter', 'export const f = (...rest) => g(...rest)', /rest/g, 'q'],
    ['a caught error', 'export function f() { try { g() } catch (e) { g(e) } }', /\be\b/g, 'problem'],
    ['an import', "import { x as y } from 'p';\nexport const f = () => y + y", /\by\b/g, 'imported'],
    ['a module constant', 'const N = Math.random();\nexport const f = () => N + N', /\bN\b/g, 'COUNT'],
    ['a label', 'export function f(n) { out: for (;;) for (;;) if (n()) break out }', /\bout\b/g, 'outer'],
    ['a private member', 'export class K { #p = g(); get q() { return this.#p } }', /#p/g, '#hidden'],
  ])('%s', async (_, code, from, to) => {
    const edited =
      to === null
        ? 'export const f = (other) => ({ a: other, b: other })'
        : code.replace(from as RegExp, to as string);
    expect(edited).not.toBe(code);
    expect(await formOf(edited)).toBe(await formOf(code));
  });

  test('also where names shadow one another, whatever letters the rest of the code has', async () => {
    const code = (a: string, b: string, rest: string) => `
      ${rest}
      export function f(${a}) {
        const h = [1, 2].map((${b}) => { let ${a} = ${b} * 2; return ${a} + ${b}; });
        return h.length + ${a};
      }`;
    const plain = await formOf(code('a', 'b', ''));
    expect(await formOf(code('zz', 'qq', ''))).toBe(plain);
    expect(await formOf(code('qq', 'a', 'type Quiz = "zzzzzzz wwwww kkkkk jjjjj";'))).toBe(plain);
  });
});

describe('what a program can see changes it', () => {
  test.each([
    ['another variable of two', 'export const f = (a, b) => a - b', 'a - b', 'b - a'],
    ['a property', 'export const f = (x) => x.a', '.a', '.b'],
    ['a property in short form', 'export const f = (a) => ({ a })', /\ba\b/g, 'b'],
    ['an export', 'export const f = 1', 'f', 'g'],
    ['a global', 'export const f = () => sin()', 'sin', 'cos'],
    [
      'the name of a function',
      'export const f = () => { const h = () => h.name; return h() }',
      /\bh\b/g,
      'k',
    ],
    ['what is imported', "import { x } from 'p';\nexport const f = () => x", 'x }', 'y as x }'],
    ['a variable that eval can see', 'export const f = (a) => eval("a") + a', /\(a\)|\+ a/g, ''],
  ])('%s', async (_, code, from, to) => {
    const edited = to === '' ? 'export const f = (b) => eval("a") + b' : code.replace(from, to);
    expect(edited).not.toBe(code);
    expect(await formOf(edited)).not.toBe(await formOf(code));
  });
});
