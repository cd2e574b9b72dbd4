import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Names } from '../../../../pipeline/code/program/names.js';
import { Program } from '../../../../pipeline/code/program/program.js';
import { Influences } from '../../../../pipeline/code/slice/influence.js';
import { temporaryFolder } from '../../../cli/restudy.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const STATE = 'const state = { by: 1, list: [3] };\n';
let count = 0;

/** What the statements of a module change as it loads: `all` for anything at all, the names of what else. */
async function changedBy(text: string): Promise<string[]> {
  const home = path.join(folder, `module-${count++}`);
  mkdirSync(path.join(home, 'node_modules'), { recursive: true });
  writeFileSync(path.join(home, 'package.json'), '{ "type": "module" }');
  symlinkSync(
    fileURLToPath(new URL('../../../../node_modules/zod', import.meta.url)),
    path.join(home, 'node_modules/zod'),
  );
  const file = path.join(home, 'module.ts');
  writeFileSync(file, text);
  const program = new Program();
  const influences = new Influences(new Names(program), program);
  const [module] = await program.evaluated(file);
  const changed = new Set<string>();
  for (const statement of module!.statements) {
    const { anything, changes } = await influences.of(statement, module!);
    if (anything) changed.add('all');
    for (const one of changes.keys()) changed.add(one.title);
  }
  return [...changed].sort();
}

test.each([
  'state.by = 2;',
  'state.list.push(4);',
  'delete state.by;',
  '({ by: state.by } = { by: 2 });',
  'Object.assign(state, { by: 2 });',
  'Reflect.set(state, "by", 2);',
  '(() => { state.by += 1; })();',
  '[1].forEach((one) => { state.by += one; });',
  '[state].at(0)!.by = 2;',
  'new Map([[1, state]]).get(1)!.by = 2;',
  'Object.values({ inner: state })[0]!.by = 2;',
  '[1].map(() => state)[0]!.by = 2;',
  '(await Promise.resolve(state)).by = 2;',
  'Object.seal(state).by = 2;',
  '{ const inner = state; inner.by = 2; }',
  '{ let inner; inner = state; inner.by = 2; }',
  '{ const [inner] = [state]; inner.by = 2; }',
  'for (const one of [state]) one.by = 2;',
  'function f() { state.by = 2; } f``;',
  'function f(what = state) { what.by = 2; } f();',
  'function f(_: unknown) { arguments[0].by = 2; } f(state);',
  'const f = (...all: any[]) => { all[0].by = 2; }; f(state);',
  'const f = (what: any) => { what.by = 2; }; f({}); f(state);',
  'const adder = (what: any) => (more: number) => { what.by += more; }; adder(state)(2);',
  'const run = (f: () => void) => f(); run(() => { state.by = 2; });',
  'const run = (f: () => void) => f(); const change = () => { state.by = 2; }; run(change);',
  'class A { static { state.by = 2; } }',
  'class A { own = (state.by = 2); } new A();',
  'class A { constructor() { this.change(); } change() { state.by = 2; } } new A();',
  'class A { #change() { state.by = 2; } run() { this.#change(); } } new A().run();',
  'const methods = { change() { state.by = 2; } }; methods.change();',
  'const methods: any = {}; methods.change = () => { state.by = 2; }; methods.change();',
  'const made = { get own() { return (state.by = 2); } }; void made.own;',
  'const made = { set own(by: number) { state.by = by; } }; made.own = 2;',
  'const made: any = {}; Object.defineProperty(made, "own", { get: () => (state.by = 2) }); void made.own;',
  'void +{ valueOf() { state.by = 2; return 0; } };',
  'void ("" + { toString() { state.by = 2; return ""; } });',
  'JSON.stringify({ toJSON() { state.by = 2; } });',
  'await { then(done: any) { done((state.by = 2)); } };',
  'function* each() { yield (state.by = 2); } for (const one of each()) void one;',
  'const each = { *[Symbol.iterator]() { yield (state.by = 2); } }; void [...each];',
])('a value changes: %s', async (text) => {
  expect(await changedBy(STATE + text)).toEqual(expect.arrayContaining(['state']));
});

test.each([
  'let inner; inner = state; inner.by = 2;',
  'const box: any = {}; box.inner = state; box.inner.by = 2;',
  'const boxes: any[] = []; boxes.push(state); boxes[0].by = 2;',
  'const add = adder(state); add(2); function adder(what: any) { return (more: number) => { what.by += more; }; }',
])('what is put into another value changes with it: %s', async (text) => {
  const [other] = /(?<=(?:let|const) )\w+/.exec(text)!;
  expect(await changedBy(STATE + text)).toContain(other);
});

test.each([
  'globalThis.by = 2;',
  'Math.max = () => 2;',
  'process.env.BY = "2";',
  '(globalThis.other ?? state).by = 2;',
  'const prox = new Proxy({}, {});',
  'let f = () => {}; f = globalThis.other; f();',
  'function f() {} f = globalThis.other; f();',
  'const make = () => globalThis.other; make().by = 2;',
  'const run = (f: () => void) => f(); run(...globalThis.others);',
  'const run = (parts: any) => parts.run(); run({ run() { globalThis.by = 2; } });',
  'const run = ({ f }: any) => f(); run({ f() {} });',
  'class A { f: any; constructor(f: any) { this.f = f; } go() { this.f(); } } new A(() => {}).go();',
])('anything may change: %s', async (text) => {
  expect(await changedBy(STATE + text)).toContain('all');
});

test.each([
  'const rng = Math.sin(4);',
  'const [one] = state.list.map((one) => one * 2);',
  'const copy = { ...state, by: 2 };',
  'const copy = [...state.list].sort((a, b) => a - b);',
  'const copy = structuredClone(state);',
  'const table = (() => { const t = new Float64Array(4); for (let i = 0; i < 4; i++) t[i] = i; return t; })();',
  'const grouped = [1].reduce((m, x) => { m.set(x, 1); return m; }, new Map());',
  'class A { n = 0; constructor() { this.init(); } init() { this.n = 2; } } const a = new A();',
  'class A { static of() { return new A(); } } const a = A.of();',
  'const make = (a: number) => (b: number) => a * b; const four = make(4)(1);',
  'const helpers = { square: (x: number) => x * x }; const nine = helpers.square(3);',
  'function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); } const f = fib(10);',
  'function* each() { yield 1; } const all = [...each()];',
  'const keep = (parts: object) => ({ ...parts }); const kept = keep({ run() { globalThis.by = 2; } });',
  'const made = { get own() { return 2; } }; const own = made.own;',
  'const text = new Intl.NumberFormat("en").format(4);',
  'const year = new Date(0).getFullYear();',
  'const bytes = new TextEncoder().encode("a");',
  'const [, name] = /(a)/.exec("a")!;',
  'const arguments_ = process.argv.slice(2).includes("--x");',
  'const started = process.hrtime.bigint() > 0n;',
  'setTimeout(() => {}, 0);',
  'new Promise((resolve) => resolve(2));',
  'class Rows { get mean() { return globalThis.other(); } } const all = [1].map((one) => one + 1);',
  'const proxy = { get own() { return globalThis.other(); } }; const by = state.by;',
  'console.log("loaded");',
  'import * as z from "zod"; const by = z.object({ by: z.number() }).parse(state).by;',
  'import * as z from "zod"; const by = z.number().refine((one) => one > 0).default(2);',
])('nothing changes: %s', async (text) => {
  expect(await changedBy(STATE + text)).toEqual([]);
});

test('what a returned function keeps changes with it, and nothing else', async () => {
  const text =
    'function lcg(s: number) { return () => (s = s * 3); } const next = lcg(4); const first = next();';
  expect(await changedBy(STATE + text)).toEqual(['next']);
});

test('a check that a schema keeps is run by whoever checks', async () => {
  const text =
    "import * as z from 'zod';\nconst by = z.number().refine(() => { state.by += 1; return true; });\nby.parse(2);";
  expect(await changedBy(STATE + text)).toContain('state');
});
