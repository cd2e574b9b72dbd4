import type { AnyNode, Program } from 'acorn';
import type { Variable } from 'eslint-scope';
import { scopesOf } from '../scopes.js';
import { childrenOf, parseModule } from '../syntax-tree.js';
import { shortest } from '../transformed.js';
import { identifiersIn, type Place, renames } from './identifiers.js';
import { edited, type TextEdit } from './text-edit.js';

/** Stands between the pieces of a text in normal form; no program has it in a name. */
const MARK = '\0';

/** What is evaluated one after the other is kept apart by this: nothing is moved across it. */
const APART = '\ndebugger;\n';

/**
 * The normal forms of some statements of one module.
 *
 * What a program cannot see is gone: comments, types, formatting, one of several ways to say the same, and the names of
 * variables, parameters, labels and private members, which are numbered in the order in which they first appear in the
 * statement. What it can see stays: properties, globals, and (as texts) the names of functions and classes. Code with
 * `eval`, which can see all names, keeps them.
 *
 * @param statements their texts, without `import` and `export`.
 * @param outer names of the module's own and of its imports.
 * @param spaces those of them that may stand for all of a module: of `space.member` the two are one name.
 * @returns of each its text in pieces: every other one (the second, the fourth, …) is one of these names.
 */
export async function normalTexts(
  statements: readonly string[],
  outer: ReadonlySet<string>,
  spaces: ReadonlySet<string>,
): Promise<string[][]> {
  const text = await shortest(`${APART}${statements.join(APART)}${APART}export {};`);
  const program = await parseModule(text);
  const segments = segmentsOf(program);
  // A `debugger` of its own, or code that was moved after all: then the text stays as it was written.
  if (segments.length !== statements.length + 2) return statements.map((statement) => [statement]);
  const named = identifiersIn(program).places;
  const scopes = scopesOf(program, 'module');
  let next = 0;
  return segments.slice(1, -1).map((nodes) => {
    const [start, end] = [nodes[0]?.start ?? 0, nodes.at(-1)?.end ?? 0];
    while (next < named.length && named[next]!.start < start) next++;
    const from = next;
    while (next < named.length && named[next]!.end <= end) next++;
    const places = named.slice(from, next);
    if (places.some(({ kind, name }) => kind === '$' && name === 'eval')) return [text.slice(start, end)];
    const numbers = new Map<Variable | string, string>();
    const numbered = (what: Variable | string) => {
      if (!numbers.has(what)) numbers.set(what, `@${numbers.size}`);
      return numbers.get(what)!;
    };
    const nameOf = (place: Place) => {
      if (place.kind !== '$') return numbered(`${place.kind}${place.name}`);
      const variable = scopes.variableOf(place as never);
      if (variable && !scopes.isOfModule(variable)) return numbered(variable);
      return outer.has(place.name) ? `${MARK}${place.name}${MARK}` : place.name;
    };
    const members = nodes.flatMap((node) => membersOf(node, spaces));
    const others = places.filter((place) => !members.some((member) => member.start === place.start));
    const edits: TextEdit[] = [
      ...members.map((member) => ({ ...member, text: `${MARK}${member.text}${MARK}` })),
      ...renames(others, nameOf, ''),
    ];
    return edited(text, edits, { start, end }).split(MARK);
  });
}

function segmentsOf({ body }: Program): AnyNode[][] {
  const segments: AnyNode[][] = [[]];
  for (const node of body) {
    if (node.type === 'DebuggerStatement') segments.push([]);
    else segments.at(-1)!.push(node);
  }
  return segments;
}

/** The places of `space.member`. */
export function membersOf(node: AnyNode, spaces: ReadonlySet<string>): TextEdit[] {
  if (spaces.size === 0) return [];
  if (
    node.type === 'MemberExpression' &&
    !node.computed &&
    !node.optional &&
    node.object.type === 'Identifier' &&
    node.property.type === 'Identifier' &&
    spaces.has(node.object.name)
  ) {
    const { start, end } = node;
    return [{ start, end, text: `${node.object.name}.${node.property.name}` }];
  }
  return childrenOf(node).flatMap((child) => membersOf(child, spaces));
}
