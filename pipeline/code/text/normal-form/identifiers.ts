import type { AnyNode, AssignmentProperty, Identifier, Pattern, Property } from 'acorn';
import { childrenOf } from '../syntax-tree.js';
import type { TextEdit } from './text-edit.js';

/** All places where a program names variables, labels and private members; names of properties are none of them. */
export function identifiersIn(program: AnyNode): {
  /** In their order. */
  readonly places: readonly Place[];
  /** The variables that the program declares; the others are globals. */
  readonly declared: ReadonlySet<string>;
} {
  const identifiers = new Identifiers();
  identifiers.visit(program);
  return {
    places: identifiers.places.sort((first, second) => first.start - second.start),
    declared: identifiers.declared,
  };
}

/** What kind of name: `$` for a variable, `L` for a label, `#` for a private member. */
export type IdentifierKind = '$' | 'L' | '#';

export interface Place {
  readonly kind: IdentifierKind;
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /**
   * The name of a property, an import or an export that the variable is written beside, and where the two
   * start and end together: `{ a: b }`, `{ a }`, `import { a as b }`.
   */
  readonly beside?: Beside;
}

interface Beside {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** What stands between the two: `{ a: b }`, `{ a as b }`. */
  readonly joint: ':' | ' as ';
  /** Exports name the variable first. */
  readonly variableFirst?: true;
}

class Identifiers {
  readonly places: Place[] = [];
  readonly declared = new Set<string>();

  visit(node: AnyNode): void {
    switch (node.type) {
      case 'Identifier':
        this.#add('$', node);
        return;
      case 'PrivateIdentifier':
        this.#add('#', node);
        return;
      case 'LabeledStatement':
        this.#add('L', node.label);
        this.visit(node.body);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
        if (node.label) this.#add('L', node.label);
        return;
      case 'MemberExpression':
        this.visit(node.object);
        if (node.computed || node.property.type === 'PrivateIdentifier') this.visit(node.property);
        return;
      case 'Property':
        this.#property(node);
        return;
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.computed || node.key.type === 'PrivateIdentifier') this.visit(node.key);
        if (node.value) this.visit(node.value);
        return;
      case 'ImportSpecifier':
        this.declared.add(node.local.name);
        this.#add('$', node.local, besideOf(node.imported, node, ' as '));
        return;
      case 'ExportSpecifier':
        this.#add('$', node.local as Identifier, {
          ...besideOf(node.exported, node, ' as '),
          variableFirst: true,
        });
        return;
      case 'ExportNamedDeclaration':
        // `export { a } from 'b'` names no variable.
        if (!node.source) for (const child of childrenOf(node)) this.visit(child);
        return;
      case 'ExportAllDeclaration':
      case 'ImportAttribute':
      case 'MetaProperty':
        return;
      default:
        for (const pattern of declaredBy(node)) this.#declare(pattern);
        for (const child of childrenOf(node)) this.visit(child);
    }
  }

  #property(node: Property | AssignmentProperty): void {
    const { key, value, computed } = node;
    if (computed) this.visit(key);
    // `{ a: b }` or, in a pattern, `{ a: b = 1 }`.
    const variable = value.type === 'AssignmentPattern' ? value.left : value;
    if (computed || variable.type !== 'Identifier') {
      this.visit(value);
      return;
    }
    this.#add('$', variable, besideOf(key, { start: node.start, end: variable.end }, ':'));
    if (value.type === 'AssignmentPattern') this.visit(value.right);
  }

  #declare(pattern: Pattern): void {
    for (const name of namesIn(pattern)) this.declared.add(name);
  }

  #add(kind: IdentifierKind, { name, start, end }: Named, beside?: Beside): void {
    this.places.push({ kind, name, start, end, ...(beside ? { beside } : {}) });
  }
}

type Named = { readonly name: string; readonly start: number; readonly end: number };

function besideOf(
  key: AnyNode,
  { start, end }: Pick<Beside, 'start' | 'end'>,
  joint: Beside['joint'],
): Beside {
  const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? key.raw! : '';
  return { name, start, end, joint };
}

/** The names that a pattern declares. */
export function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        namesIn(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? namesIn(element) : []));
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    default:
      return [];
  }
}

/** The patterns in which a node declares names. */
function declaredBy(node: AnyNode): readonly Pattern[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [node.id];
    case 'FunctionDeclaration':
    case 'FunctionExpression':
      return node.id ? [node.id, ...node.params] : node.params;
    case 'ArrowFunctionExpression':
      return node.params;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return node.id ? [node.id] : [];
    case 'CatchClause':
      return node.param ? [node.param] : [];
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [node.local];
    default:
      return [];
  }
}

/**
 * Gives variables, labels and private members other names. What they are written beside is shortened where the
 * two agree now, and written out where they do not: `{ a: b }` becomes `{ a }`.
 */
export function renames(
  places: readonly Place[],
  nameOf: (place: Place) => string,
  space: '' | ' ',
): TextEdit[] {
  return places.map((place) => {
    const { start, end } = place.beside ?? place;
    return { start, end, text: written(nameOf(place), place, space) };
  });
}

function written(name: string, { kind, beside }: Place, space: '' | ' '): string {
  const own = kind === '#' ? `#${name}` : name;
  if (!beside || beside.name === own) return own;
  const joint = beside.joint === ':' ? `:${space}` : ' as ';
  return beside.variableFirst ? `${own}${joint}${beside.name}` : `${beside.name}${joint}${own}`;
}
