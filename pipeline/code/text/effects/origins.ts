import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import type { Variable } from 'eslint-scope';
import type { Scopes } from '../scopes.js';
import { childrenOf } from '../syntax-tree.js';
import { argumentsOf, type Func, givenAlong, isFunction, pathOf, rootOf, valuesIn } from './chains.js';
import { harmless } from './harmless.js';

/** Where a value may come from; nowhere, if it was made there and nobody else has it. */
export interface Origin {
  /** Names of the module's own, or imported, that it may be the value of, or be held by. */
  readonly names: ReadonlySet<string>;
  /** Whether it may be an argument of the function, or be held by one. */
  readonly isArgument: boolean;
  /** Whether it may come from anywhere: a global, or what the text does not tell. */
  readonly isAnywhere: boolean;
}

const FRESH: Origin = { names: new Set(), isArgument: false, isAnywhere: false };
const ARGUMENT: Origin = { ...FRESH, isArgument: true };
const ANYWHERE: Origin = { ...FRESH, isAnywhere: true };

/** Globals that are values of nobody else's; what a CommonJS module exports is its own. */
const VALUES = new Set(['Infinity', 'NaN', 'exports', 'module', 'undefined']);

/** Says where values come from, in code that is run once. */
export class Origins {
  readonly #scopes: Scopes;
  readonly #given: ReadonlyMap<AnyNode, readonly AnyNode[]>;
  readonly #all: AnyNode;

  /**
   * @param given a function that is called there -> what its parameters may be given.
   * @param all all of the code.
   */
  constructor(scopes: Scopes, given: ReadonlyMap<AnyNode, readonly AnyNode[]>, all: AnyNode) {
    this.#scopes = scopes;
    this.#given = given;
    this.#all = all;
  }

  /** Whether a variable lives on after the code has run: it is one of a function around it. */
  isOutside({ scope }: Variable): boolean {
    const { start, end } = scope.block as unknown as AnyNode;
    return start < this.#all.start || end > this.#all.end;
  }

  /** @param within whether it is about what a value holds too, not only about the value itself. */
  of(value: AnyNode, within = false): Origin {
    return this.#of(value, within, { values: new Set(), held: new Set() });
  }

  #of(value: AnyNode, within: boolean, seen: Seen): Origin {
    const made = this.#madeByGlobal(value, within, seen);
    if (made) return made;
    const root = rootOf(value);
    if (!root) return ARGUMENT;
    if (this.#isConstant(value, root)) return FRESH;
    if (root === value) return this.#ofRoot(root, within, seen);
    const isPlain = value.type === 'ParenthesizedExpression' || value.type === 'ChainExpression';
    const isWithin = within || !isPlain || value.expression.type !== root.type;
    // What a method comes to may be what it was given, or what that holds.
    const given = givenAlong(value).map((one) => this.#of(one, true, seen));
    return combined([this.#ofRoot(root, isWithin, seen), ...given]);
  }

  #ofRoot(node: AnyNode, within: boolean, seen: Seen): Origin {
    switch (node.type) {
      case 'Identifier':
        return this.#ofVariable(node, within, seen);
      case 'ArrayExpression':
      case 'ObjectExpression':
        return within ? combined(valuesIn(node).map((one) => this.#of(one, true, seen))) : FRESH;
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ClassExpression':
        return within ? this.#mentioned(node, seen) : FRESH;
      case 'Literal':
      case 'TemplateLiteral':
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'UpdateExpression':
      case 'MetaProperty':
        return FRESH;
      case 'NewExpression':
        return within ? this.#madeBy(node, seen) : FRESH;
      case 'CallExpression':
        return this.#called(node, within, seen);
      case 'LogicalExpression':
        return combined([this.#of(node.left, within, seen), this.#of(node.right, within, seen)]);
      case 'ConditionalExpression':
        return combined([this.#of(node.consequent, within, seen), this.#of(node.alternate, within, seen)]);
      case 'AssignmentExpression':
        return this.#of(node.right, within, seen);
      case 'SequenceExpression':
        return this.#of(node.expressions.at(-1)!, within, seen);
      case 'AwaitExpression':
        return this.#of(node.argument, true, seen);
      case 'ThisExpression':
        return ARGUMENT;
      default:
        return ANYWHERE;
    }
  }

  #ofVariable(node: AnyNode & { readonly type: 'Identifier' }, within: boolean, seen: Seen) {
    const variable = this.#scopes.variableOf(node);
    if (!variable) return VALUES.has(node.name) ? FRESH : ANYWHERE;
    if (this.#scopes.isOfModule(variable)) return { ...FRESH, names: new Set([node.name]) };
    if (this.isOutside(variable)) return ARGUMENT;
    if (isSeen(variable, within ? seen.held : seen.values)) return FRESH;
    const [definition] = variable.defs;
    switch (definition?.type) {
      case 'Parameter':
        return this.#ofParameter(definition.node as unknown as AnyNode, seen);
      case 'Variable': {
        // Whatever it was ever set to; a loop's variable is set to a part of what it goes through.
        const written = variable.references.filter((one) => one.isWrite() && one.writeExpr);
        return combined(
          written.map(({ writeExpr, partial }) => {
            return this.#of(writeExpr as unknown as AnyNode, within || partial === true, seen);
          }),
        );
      }
      case 'FunctionName':
      case 'ClassName':
        return within ? this.#mentioned(definition.node as unknown as AnyNode, seen) : FRESH;
      case undefined:
        // `arguments`.
        return this.#ofParameter(variable.scope.block as unknown as AnyNode, seen);
      default:
        return ANYWHERE;
    }
  }

  #ofParameter(owner: AnyNode, seen: Seen): Origin {
    const given = this.#given.get(owner);
    const unless = isFunction(owner) ? defaultsOf(owner) : [];
    const values = [...(given ?? []), ...unless].map((one) => this.#of(one, true, seen));
    return combined(given ? values : [ARGUMENT, ...values]);
  }

  /** `Math.PI`. */
  #isConstant(value: AnyNode, root: AnyNode): boolean {
    if (value.type !== 'MemberExpression' || root.type !== 'Identifier') return false;
    const path = pathOf(value);
    return (
      harmless.isObject(root.name) &&
      !this.#scopes.variableOf(root) &&
      path.every((name) => /^[A-Z]/.test(name))
    );
  }

  /** `Array.from(…)`, `Object.keys(…)`: a value of its own that holds what was given. */
  #madeByGlobal(node: AnyNode, within: boolean, seen: Seen): Origin | undefined {
    if (node.type !== 'CallExpression' || !isMadeByGlobal(node)) return undefined;
    const [first, ...others] = argumentsOf(node);
    const held = within ? others : [];
    const isFirst = within || harmless.returnsItsArgument(methodOf(node));
    return combined(
      [...(first && isFirst ? [first] : []), ...held].map((one) => this.#of(one, within, seen)),
    );
  }

  #madeBy(node: NewExpression, seen: Seen): Origin {
    const given = argumentsOf(node).map((one) => this.#of(one, true, seen));
    if (node.callee.type !== 'Identifier') return combined([...given, this.#of(node.callee, true, seen)]);
    const variable = this.#scopes.variableOf(node.callee);
    const maker =
      variable || !harmless.isConstructor(node.callee.name) ? this.#of(node.callee, true, seen) : FRESH;
    return combined([...given, maker]);
  }

  #called(node: CallExpression, within: boolean, seen: Seen): Origin {
    const { callee } = node;
    if (callee.type !== 'Identifier') return ANYWHERE;
    const variable = this.#scopes.variableOf(callee);
    const given = () => argumentsOf(node).map((one) => this.#of(one, true, seen));
    if (variable && this.#scopes.isOfModule(variable))
      return combined([{ ...FRESH, names: new Set([`${callee.name}()`]) }, ...given()]);
    if (variable || !harmless.isFunction(callee.name) || callee.name === 'require') return ANYWHERE;
    const isHeld = within || callee.name === 'Object';
    return isHeld ? combined(argumentsOf(node).map((one) => this.#of(one, within, seen))) : FRESH;
  }

  /** What a function or a class can see of what lives outside of it. */
  #mentioned(node: AnyNode, seen: Seen): Origin {
    if (isSeen(node, seen.held)) return FRESH;
    const origins: Origin[] = [];
    const visit = (one: AnyNode) => {
      if (one.type === 'Identifier') {
        const variable = this.#scopes.variableOf(one);
        const [definition] = variable?.defs ?? [];
        const at = (definition?.name as { readonly start?: number } | undefined)?.start ?? -1;
        const isOwn = at >= node.start && at < node.end;
        const isGlobal = variable === null && harmless.isGlobal(one.name);
        if (variable !== undefined && !isOwn && !isGlobal) origins.push(this.#ofVariable(one, true, seen));
      }
      for (const child of childrenOf(one)) visit(child);
    };
    visit(node);
    return combined(origins);
  }
}

export function isMadeByGlobal(node: AnyNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  return (
    object.type === 'Identifier' &&
    property.type === 'Identifier' &&
    !node.callee.computed &&
    harmless.isObject(object.name)
  );
}

function methodOf({ callee }: CallExpression): string {
  return callee.type === 'MemberExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : '';
}

/** The values that parameters have if they are given none. */
function defaultsOf({ params }: Func): AnyNode[] {
  const within = (node: AnyNode): AnyNode[] => [
    ...(node.type === 'AssignmentPattern' ? [node.right] : []),
    ...childrenOf(node).flatMap(within),
  ];
  return params.flatMap(within);
}

/** Where one has been: what is found there once is found. */
interface Seen {
  readonly values: Set<Variable | AnyNode>;
  /** Of what they hold, too. */
  readonly held: Set<Variable | AnyNode>;
}

function isSeen(place: Variable | AnyNode, seen: Set<Variable | AnyNode>): boolean {
  const isKnown = seen.has(place);
  seen.add(place);
  return isKnown;
}

/** What a value is that may be one of several. */
function combined(origins: readonly Origin[]): Origin {
  return {
    names: new Set(origins.flatMap(({ names }) => [...names])),
    isArgument: origins.some(({ isArgument }) => isArgument),
    isAnywhere: origins.some(({ isAnywhere }) => isAnywhere),
  };
}
