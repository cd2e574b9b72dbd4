import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from '../restudy.js';

// Only what is in cli/terminal/ writes to standard output and standard error.

const ROOMS = ['estimators', 'stages', 'pipeline', 'cache', 'reports', 'cli'];
/** By a number or by a name. */
const DESCRIPTORS = /^(?:[12]|['"]\/dev\/(?:stdout|stderr|tty|fd\/[12])['"])$/;

const WRITERS =
  /\b(?:writeSync|write|writev|writevSync|writeFile|writeFileSync|appendFile|appendFileSync|open|openSync|createWriteStream)$/;
const MODULES = /^['"](?:node:)?(?:process|console)['"]$/;

/** What writes to them, or gets hold of them, in a source. */
function writesIn(text: string): string[] {
  const source = ts.createSourceFile('source.tsx', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const textOf = (node: ts.Node | undefined) => node?.getText(source) ?? '';
  const isProcess = (node: ts.Node) => /^(?:globalThis\.)?process$/.test(textOf(node));
  const visit = (node: ts.Node): void => {
    const isStream =
      (ts.isPropertyAccessExpression(node) &&
        /^std(?:out|err)$/.test(node.name.text) &&
        isProcess(node.expression)) ||
      (ts.isElementAccessExpression(node) && isProcess(node.expression));
    const isTakenOut =
      ts.isVariableDeclaration(node) &&
      ts.isObjectBindingPattern(node.name) &&
      textOf(node.initializer) === 'process' &&
      /\bstd(?:out|err)\b/.test(textOf(node.name));
    const isImported = ts.isImportDeclaration(node) && MODULES.test(textOf(node.moduleSpecifier));
    const isConsole = ts.isPropertyAccessExpression(node) && textOf(node.expression) === 'console';
    const isDescriptor =
      ts.isCallExpression(node) &&
      WRITERS.test(textOf(node.expression)) &&
      DESCRIPTORS.test(textOf(node.arguments[0]));
    if (isStream || isTakenOut || isImported || isConsole || isDescriptor) found.push(textOf(node));
    else ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('nothing of the product writes past the door', () => {
  const files = ROOMS.flatMap((room) =>
    readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.[cm]?tsx?$/.test(file))
      .map((file) => `${room}/${file.split(path.sep).join('/')}`),
  );
  expect(files.length).toBeGreaterThan(400);
  const past = files
    .filter((file) => !file.startsWith('cli/terminal/'))
    .flatMap((file) =>
      writesIn(readFileSync(path.join(root, file), 'utf8')).map((what) => `${file}: ${what}`),
    );
  expect(past).toEqual([]);
});

test.each([
  'process.stdout.write(text);',
  "process['stderr'].write(text);",
  'const { stdout } = process;',
  "import process from 'node:process';",
  'console.log(text);',
  'fs.writeSync(1, text);',
  "writeFileSync('/dev/stderr', text);",
  'createWriteStream("/dev/tty");',
])('%s would be found', (text) => {
  expect(writesIn(text)).toHaveLength(1);
});

test('what reads, and what writes to files, is not taken for it', () => {
  expect(writesIn('process.stdin.resume(); writeSync(file, text); writeFileSync(place, one);')).toEqual([]);
});
