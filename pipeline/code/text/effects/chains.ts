import type {
  AnyNode,
  ArrowFunctionExpression,
  CallExpression,
  FunctionDeclaration,
  FunctionExpression,
  NewExpression,
} from 'acorn';
import { childrenOf } from '../syntax-tree.js';
import { harmless } from './harmless.js';

export type Func = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

export function isFunction(node: AnyNode): node is Func {
  return /^(Function|ArrowFunction)/.test(node.type);
}

/** What a chain of members and calls begins with: `a` of `a.b().c`; for a call that is none of a member, the call. */
export function rootOf(node: AnyNode): AnyNode | undefined {
  switch (node.type) {
    case 'MemberExpression':
      return rootOf(node.object);
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return rootOf(node.expression);
    case 'CallExpression':
      return node.callee.type === 'MemberExpression' ? rootOf(node.callee) : node;
    case 'Super':
      return undefined;
    default:
      return node;
  }
}

export function rootName(node: AnyNode): string | undefined {
  const root = rootOf(node);
  return root?.type === 'Identifier' ? root.name : undefined;
}

/** The names of a chain's members and called methods after its root, empty for one that is computed. */
export function pathOf(node: AnyNode): string[] {
  switch (node.type) {
    case 'MemberExpression':
      return [...pathOf(node.object), memberName(node)];
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return pathOf(node.expression);
    case 'CallExpression':
      return node.callee.type === 'MemberExpression' ? pathOf(node.callee) : [];
    default:
      return [];
  }
}

function memberName(node: AnyNode & { readonly type: 'MemberExpression' }): string {
  if (node.property.type === 'PrivateIdentifier') return `#${node.property.name}`;
  return node.computed || node.property.type !== 'Identifier' ? '' : node.property.name;
}

/** What calls of members of a chain are given: `b` and `c` of `a.f(b).g(c)`. */
export function givenAlong(node: AnyNode): AnyNode[] {
  switch (node.type) {
    case 'MemberExpression':
      return givenAlong(node.object);
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return givenAlong(node.expression);
    case 'CallExpression':
      return node.callee.type === 'MemberExpression'
        ? [...givenAlong(node.callee), ...argumentsOf(node)]
        : [];
    default:
      return [];
  }
}

export function argumentsOf(call: CallExpression | NewExpression | undefined): AnyNode[] {
  return (call?.arguments ?? []).map((one) => (one.type === 'SpreadElement' ? one.argument : one));
}

/** The values that an object or an array literal holds. */
export function valuesIn(node: AnyNode): AnyNode[] {
  if (node.type === 'ArrayExpression') {
    return node.elements.flatMap((one) =>
      one === null ? [] : [one.type === 'SpreadElement' ? one.argument : one],
    );
  }
  if (node.type !== 'ObjectExpression') return [];
  return node.properties.map((one) => (one.type === 'SpreadElement' ? one.argument : one.value));
}

/** All functions and names in a literal, however deep. */
export function functionsIn(node: AnyNode): AnyNode[] {
  return valuesIn(node).flatMap((one) => [one, ...functionsIn(one)]);
}

/** Whether a value is no function, or one that is known by its text or by a name. */
export function isData(node: AnyNode): boolean {
  if (isFunction(node) || node.type === 'Identifier') return true;
  if (node.type === 'ArrayExpression' || node.type === 'ObjectExpression')
    return valuesIn(node).every(isData);
  if (node.type === 'NewExpression') {
    const isBuiltIn = node.callee.type === 'Identifier' && harmless.isConstructor(node.callee.name);
    return isBuiltIn && node.arguments.every(isData);
  }
  return [
    'Literal',
    'TemplateLiteral',
    'BinaryExpression',
    'UnaryExpression',
    'UpdateExpression',
    'MetaProperty',
  ].includes(node.type);
}

/** What a function returns: the expression that it is, or those of its `return`s. */
export function returnedBy(body: AnyNode): AnyNode[] {
  if (body.type !== 'BlockStatement') return [body];
  const returned = (node: AnyNode): AnyNode[] => {
    if (/^(Function|ArrowFunction|Class)/.test(node.type)) return [];
    if (node.type === 'ReturnStatement') return [node.argument ?? node];
    return childrenOf(node).flatMap(returned);
  };
  return returned(body);
}
