import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { pathOf, rootName } from './chains.js';
import { harmless } from './harmless.js';

// What the language calls by itself, it calls for a reason: a member is read or set, a value is gone through, converted or
// waited for. A reason is the name of a member, or one of these.

/** Some member: which one is not told. */
export const ANY_MEMBER = '*';
/** Any member, whichever it is. */
export const EACH_MEMBER = '@member';
export const ITERATED = '@iterated';
export const CONVERTED = '@converted';
export const AWAITED = '@awaited';
/** By a schema: it runs the checks that it has. */
export const CHECKED = '@checked';

/** What goes through what it is given, or through what it is a method of. */
const ITERATING =
  /^(from|fromEntries|fromAsync|all|allSettled|any|race|groupBy|next|return|throw|(Weak)?(Map|Set)|\w+Array)$/;
const AWAITING = /^(then|catch|finally|Promise)$/;
/** Globals whose methods may look at all members of what they are given. */
const LOOKING = new Set(['JSON', 'Object', 'Reflect', 'console', 'structuredClone']);

/** What for the language may call something when one node is evaluated, without those in it. */
export function touchedBy(node: AnyNode): string[] {
  switch (node.type) {
    case 'MemberExpression':
      if (node.object.type === 'MetaProperty') return [];
      return node.computed && node.property.type !== 'Literal'
        ? [ANY_MEMBER, CONVERTED]
        : [pathOf(node).at(-1) || String((node.property as { readonly value?: unknown }).value)];
    case 'ObjectPattern':
      return node.properties.map((one) =>
        one.type === 'Property' && !one.computed && one.key.type === 'Identifier' ? one.key.name : ANY_MEMBER,
      );
    case 'ObjectExpression':
      return node.properties.some(({ type }) => type === 'SpreadElement') ? [ANY_MEMBER] : [];
    case 'ArrayPattern':
    case 'SpreadElement':
    case 'YieldExpression':
      return [ITERATED];
    case 'ForOfStatement':
      return node.await ? [ITERATED, AWAITED] : [ITERATED];
    case 'AwaitExpression':
      return [AWAITED];
    case 'BinaryExpression':
      return /^([!=]==|instanceof)$/.test(node.operator) ? [] : [CONVERTED];
    case 'UnaryExpression':
      return /^[+~-]$/.test(node.operator) ? [CONVERTED] : [];
    case 'AssignmentExpression':
      return /^(=|&&=|\|\|=|\?\?=)$/.test(node.operator) ? [] : [CONVERTED];
    case 'UpdateExpression':
      return [CONVERTED];
    case 'TemplateLiteral':
      return node.expressions.length > 0 ? [CONVERTED] : [];
    case 'CallExpression':
    case 'NewExpression':
      return touchedByCall(node);
    default:
      return [];
  }
}

function touchedByCall({ callee }: CallExpression | NewExpression): string[] {
  const root = rootName(callee) ?? '';
  const name = callee.type === 'Identifier' ? callee.name : (pathOf(callee).at(-1) ?? '');
  return [
    ...(harmless.isGlobal(root) || harmless.isMethod(name) ? [CONVERTED] : []),
    ...(LOOKING.has(root) ? [ANY_MEMBER] : []),
    ...(ITERATING.test(name) ? [ITERATED] : []),
    ...(AWAITING.test(name) || root === 'Promise' ? [AWAITED] : []),
    ...(harmless.checksWithSchema(name) ? [CHECKED] : []),
  ];
}

/** Whether the language has a reason to call something. */
export function isTouched(reason: string, touches: ReadonlySet<string>): boolean {
  if (reason === '' || touches.has(reason)) return true;
  if (reason === EACH_MEMBER) return [...touches].some((one) => !one.startsWith('@'));
  return !reason.startsWith('@') && touches.has(ANY_MEMBER);
}
