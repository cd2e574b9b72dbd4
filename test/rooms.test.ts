import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { root } from './cli/restudy.js';

// The floor below the rooms of docs/architecture.md. That the rooms import one way, and that no file imports itself by a
// detour, is held by dependency-cruiser.

const ROOMS = ['estimators', 'cache', 'pipeline', 'stages', 'reports', 'cli'];
/** What a person sees at a glance. */
const MOST_FILES = 12;
/** One file a command, however many there are. */
const LARGER = ['cli/commands'];

/** The folders of a room, itself among them, from the project's root. */
function foldersOf(room: string): string[] {
  const below = readdirSync(path.join(root, room), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return [room, ...below.flatMap(({ name }) => foldersOf(`${room}/${name}`))];
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => `${folder}/${name}`);
}

/** The modules that a source imports by relative paths, types and what is loaded later among them. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(path.join(root, file), 'utf8'));
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith('.'))
    .map(({ fileName }) => path.posix.join(path.posix.dirname(file), fileName));
}

/** The sub-rooms of a folder: name -> those of its siblings that it imports. */
function siblingsOf(folder: string): ReadonlyMap<string, ReadonlySet<string>> {
  const names = readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const sources = (name: string) =>
    foldersOf(`${folder}/${name}`)
      .flatMap(filesIn)
      .filter((file) => /\.[cm]?tsx?$/.test(file));
  const roomOf = (file: string) => names.find((name) => file.startsWith(`${folder}/${name}/`));
  return new Map(
    names.map((name) => {
      const rooms = sources(name)
        .flatMap(importsOf)
        .flatMap((file) => roomOf(file) ?? []);
      return [name, new Set(rooms.filter((room) => room !== name))];
    }),
  );
}

/** The first way that leads from a name back to itself. */
function circleIn(graph: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const follow = (way: readonly string[]): string[] | undefined => {
    for (const next of graph.get(way.at(-1)!) ?? []) {
      if (next === way[0]) return [...way, next];
      const found = way.includes(next) ? undefined : follow([...way, next]);
      if (found) return found;
    }
    return undefined;
  };
  for (const name of graph.keys()) {
    const found = follow([name]);
    if (found) return found;
  }
  return undefined;
}

const folders = ROOMS.flatMap(foldersOf);

describe.each(folders)('%s', (folder) => {
  test.skipIf(LARGER.includes(folder))(`has at most ${MOST_FILES} files`, () => {
    expect(filesIn(folder).length).toBeLessThanOrEqual(MOST_FILES);
  });

  test('has sub-rooms that import one way', () => {
    expect(circleIn(siblingsOf(folder))).toBe(undefined);
  });
});

test('a circle is found, however long', () => {
  const graph = (edges: Readonly<Record<string, readonly string[]>>) =>
    new Map(Object.entries(edges).map(([from, to]) => [from, new Set(to)]));
  expect(circleIn(graph({ a: ['b', 'c'], b: ['c'], c: [] }))).toBe(undefined);
  expect(circleIn(graph({ a: ['b'], b: ['c'], c: ['b'] }))).toEqual(['b', 'c', 'b']);
});
