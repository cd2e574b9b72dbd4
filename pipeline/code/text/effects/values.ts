import type { AnyNode, Expression } from 'acorn';
import type { Scopes } from '../scopes.js';
import type { Values } from '../statement.js';
import { childrenOf } from '../syntax-tree.js';
import { returnedBy, rootOf, valuesIn } from './chains.js';

/** What the values of a statement come from. */
export function valuesOf(node: AnyNode, scopes: Scopes): Values {
  const beginnings = new Map<string, readonly string[]>();
  const makers = new Map<string, readonly string[]>();
  for (const [name, values] of valuesByName(node)) {
    const begun = values.flatMap(beginningsOf);
    if (begun.length > 0 && begun.every((one) => one !== undefined)) beginnings.set(name, begun);
    const made = values.map(makerOf);
    if (made.length > 0 && made.every((one) => one !== undefined)) makers.set(name, made);
  }
  return {
    computes: computes(node),
    isState: isState(node),
    beginnings,
    makers,
    holds: heldBy(node, scopes),
  };
}

/** Constants with their values, functions with what they return, a class with what it extends. */
function valuesByName(node: AnyNode): [string, readonly AnyNode[]][] {
  const ofClass = (one: AnyNode) =>
    'superClass' in one && one.superClass ? [one.superClass as AnyNode] : [one];
  if (node.type === 'FunctionDeclaration') return node.id ? [[node.id.name, returnedBy(node.body)]] : [];
  if (node.type === 'ClassDeclaration') return node.id ? [[node.id.name, ofClass(node)]] : [];
  if (node.type !== 'VariableDeclaration' || node.kind !== 'const') return [];
  return node.declarations.flatMap(({ id, init }): [string, readonly AnyNode[]][] => {
    if (id.type !== 'Identifier' || !init) return [];
    if (init.type === 'ClassExpression') return [[id.name, ofClass(init)]];
    const isFunction = init.type === 'ArrowFunctionExpression' || init.type === 'FunctionExpression';
    return [[id.name, isFunction ? returnedBy(init.body) : [init]]];
  });
}

function beginningsOf(value: AnyNode): (string | undefined)[] {
  // Schemas by their names.
  if (value.type === 'ObjectExpression') return valuesIn(value).flatMap(beginningsOf);
  const root = rootOf(value);
  const begins = root?.type === 'CallExpression' ? root.callee : root;
  return [begins?.type === 'Identifier' ? begins.name : undefined];
}

/** What made a value: a function or a class, by its name; an empty one for the text itself. */
function makerOf(value: AnyNode): string | undefined {
  switch (value.type) {
    case 'AwaitExpression':
      return makerOf(value.argument);
    case 'ParenthesizedExpression':
      return makerOf(value.expression);
    case 'Identifier':
      return value.name;
    case 'CallExpression':
    case 'NewExpression':
      return value.callee.type === 'Identifier' ? value.callee.name : undefined;
    case 'ObjectExpression':
      return value.properties.every(({ type }) => type === 'Property') ? '' : undefined;
    case 'ArrayExpression':
    case 'ArrowFunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
    case 'FunctionExpression':
    case 'Literal':
    case 'TemplateLiteral':
      return '';
    default:
      return undefined;
  }
}

/** The names of the module's own, or imported, that are there as it is evaluated: outside of functions. */
function heldBy(node: AnyNode, scopes: Scopes): string[] {
  const names = new Set<string>();
  const visit = (one: AnyNode): void => {
    if (/^(Function|ArrowFunction)/.test(one.type)) return;
    if (one.type === 'Identifier') {
      const variable = scopes.variableOf(one);
      if (variable && scopes.isOfModule(variable)) names.add(one.name);
    }
    for (const child of childrenOf(one)) visit(child);
  };
  visit(node);
  return [...names];
}

function computes(node: AnyNode): boolean {
  if (node.type === 'VariableDeclaration') {
    return node.declarations.some(({ id, init }) => id.type !== 'Identifier' || (init && !isPlain(init)));
  }
  return !isPlain(node);
}

/** Whether there is nothing to evaluate: a function, a constant, or a collection of such. */
function isPlain(node: AnyNode): boolean {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'Literal':
      return true;
    case 'ClassDeclaration':
    case 'ClassExpression':
      return (
        !node.superClass &&
        node.body.body.every((member) => member.type === 'MethodDefinition' && !member.computed)
      );
    case 'TemplateLiteral':
      return node.expressions.length === 0;
    case 'UnaryExpression':
      return node.argument.type === 'Literal';
    case 'BinaryExpression':
      return isPlain(node.left) && isPlain(node.right);
    case 'ArrayExpression':
      return node.elements.every((element) => element !== null && isPlain(element));
    case 'ObjectExpression':
      return node.properties.every(
        (property) => property.type === 'Property' && !property.computed && isPlain(property.value),
      );
    default:
      return false;
  }
}

function isState(node: AnyNode): boolean {
  if (node.type === 'FunctionDeclaration') return false;
  if (node.type !== 'VariableDeclaration' || node.kind !== 'const') return true;
  const isConstant = (init: Expression) =>
    isPlain(init) && !['ArrayExpression', 'ObjectExpression', 'ClassExpression'].includes(init.type);
  return !node.declarations.every(({ init }) => init && isConstant(init));
}
