import type { AnyNode, Class } from 'acorn';
import type { Functions } from '../statement.js';
import { childrenOf } from '../syntax-tree.js';
import { isFunction } from './chains.js';
import type { Effects } from './effects.js';
import type { EffectsOf } from './effects-of.js';

/** The functions of a statement, and what calling each may change. */
export function functionsOf(node: AnyNode, names: readonly string[], effects: EffectsOf): Functions {
  const calling = new Map<string, Effects>();
  const returned = new Map<string, Effects>();
  for (const [name, value] of declaredFunctions(node, names, effects)) {
    calling.set(name, effects.calling(value));
    const inner = effects.callingReturned(value);
    if (inner) returned.set(name, inner);
  }
  const methods: [string, Effects | null][] = [];
  const visit = (one: AnyNode, owner?: Class): void => {
    const method = methodOf(one);
    if (method?.value && isFunction(method.value)) {
      if (method.name !== '') methods.push([method.name, effects.calling(method.value, owner)]);
    } else if (method?.value?.type === 'Identifier') {
      methods.push([method.name, effects.naming(method.value)]);
    } else if (method?.value && method.name !== '' && mayBeFunction(method.value)) {
      methods.push([method.name, null]);
    }
    const inside = one.type === 'ClassDeclaration' || one.type === 'ClassExpression' ? one : owner;
    for (const child of childrenOf(one)) visit(child, inside);
  };
  visit(node);
  return { calling, returned, methods };
}

function declaredFunctions(node: AnyNode, names: readonly string[], effects: EffectsOf): [string, AnyNode][] {
  const isCallable = (one: AnyNode | null | undefined): one is AnyNode =>
    /^(Function|ArrowFunction|Class)/.test(one?.type ?? '');
  if (node.type === 'VariableDeclaration') {
    return node.declarations.flatMap(({ id, init }): [string, AnyNode][] =>
      id.type === 'Identifier' && isCallable(init) && effects.isConstant(id) ? [[id.name, init]] : [],
    );
  }
  const isOnce = !('id' in node) || !node.id || effects.isConstant(node.id as AnyNode);
  return isCallable(node) && names.length > 0 && isOnce ? [[names[0]!, node]] : [];
}

/** What may be called by the name of a property: methods, what a property holds, what is set as one. */
function methodOf(
  node: AnyNode,
): { readonly name: string; readonly value: AnyNode | null | undefined } | undefined {
  if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression') {
    const { property, computed } = node.left;
    return { name: nameOf(property, computed), value: node.right };
  }
  if (node.type !== 'MethodDefinition' && node.type !== 'PropertyDefinition' && node.type !== 'Property')
    return undefined;
  return { name: nameOf(node.key, node.computed), value: node.value };
}

/** Empty for one that is computed. */
function nameOf(key: AnyNode, isComputed: boolean): string {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  return isComputed || key.type !== 'Identifier' ? '' : key.name;
}

function mayBeFunction({ type }: AnyNode): boolean {
  return !/Literal|^(Array|Object|Binary|Unary|Update|Class)Expression|Pattern$/.test(type);
}
