import type {
  AnyNode,
  ArrowFunctionExpression,
  CallExpression,
  Class,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  NewExpression,
} from 'acorn';
import type { Variable } from 'eslint-scope';
import { harmless } from './harmless.js';
import type { Scopes } from './scopes.js';
import { childrenOf } from './syntax-tree.js';

/** What running some code may change, of what lives on after it: as far as the text tells, and rather too much. */
export interface Effects {
  /** Names of the module's own, or imported, whose values it may change; `()` for what a function is given. */
  readonly changes: ReadonlySet<string>;
  /** Whether it may change anything at all: a global, the state of a package. */
  readonly anything: boolean;
  /** What of the module's own, or imported, it runs: `f`, or `space.f` of an import. Their effects are its too. */
  readonly calls: readonly Call[];
  /** Methods that it calls of values which begin with these names, where what they do depends on what the values are. */
  readonly methods: readonly Method[];
  /** Methods that it calls of values which may be of own classes. */
  readonly named: readonly Named[];
  /** Whether it calls what it is given. */
  readonly callsGiven: boolean;
  /** Files that it reads by a name which the text does not tell, as they are written there. */
  readonly reads: readonly string[];
}

/** A call, and the names whose values are given to it: `()` for what the caller was given, an empty one for any value. */
export interface Call {
  readonly name: string;
  readonly given: readonly string[];
  /** It is given to a call, which may run it, if it is a function. */
  readonly isPassed?: true;
  /** Whether something is given to it that may be a function, which is not known by a name or by its text. */
  readonly isOpaque?: true;
}

/** A method that is called by its name of whatever has it, and what it may change: see `Call.given`. */
export interface Named {
  readonly method: string;
  readonly given: readonly string[];
}

/** `schema.default(1)`, `integer().default(1)`: the name that it begins with, and the methods. */
export interface Method {
  readonly root: string;
  readonly path: readonly string[];
}

type Func = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

/** What a module's imports are: local name -> specifier and the name there (`*` for all of it). */
export type ImportNames = ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;

/** What of a name's value a piece of code has: a value of its own, an argument, a name's, or one from anywhere. */
type Origin = 'fresh' | 'argument' | 'anywhere' | { readonly name: string };

/** Says of nodes what running them may change. */
export class EffectsOf {
  readonly #scopes: Scopes;
  readonly #imports: ImportNames;
  readonly #isRead: (call: CallExpression) => string | undefined;

  /** @param isRead the text of a call, if it reads a file by a name that is not told. */
  constructor(scopes: Scopes, imports: ImportNames, isRead: (call: CallExpression) => string | undefined) {
    this.#scopes = scopes;
    this.#imports = imports;
    this.#isRead = isRead;
  }

  /** Of running a statement or an expression, once. */
  evaluating(node: AnyNode): Effects {
    const run = new Running(this.#scopes, this.#imports, this.#isRead);
    run.visit(node);
    return run;
  }

  /** Of calling a function, or making an object of a class, whatever it is given. */
  calling(node: AnyNode): Effects {
    const run = new Running(this.#scopes, this.#imports, this.#isRead);
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') run.construct(node);
    else run.call(node as Func);
    return run;
  }
}

/** Globals that are values of nobody else's; what a CommonJS module exports is its own. */
const VALUES = new Set(['Infinity', 'NaN', 'exports', 'module', 'undefined']);

class Running implements Effects {
  readonly changes = new Set<string>();
  readonly calls: Call[] = [];
  readonly methods: Method[] = [];
  readonly named: Named[] = [];
  callsGiven = false;
  readonly reads: string[] = [];
  anything = false;
  readonly #scopes: Scopes;
  readonly #imports: ImportNames;
  readonly #isRead: (call: CallExpression) => string | undefined;
  readonly #entered = new Set<AnyNode>();
  /** A function that is called here -> what its parameters may be given. */
  readonly #given = new Map<AnyNode, AnyNode[]>();
  /** Functions that may be given functions which nobody knows. */
  readonly #opaque = new Set<AnyNode>();
  /** Functions that the engine calls with what it has itself: a study's recipe. */
  readonly #trusted = new Set<AnyNode>();

  constructor(scopes: Scopes, imports: ImportNames, isRead: (call: CallExpression) => string | undefined) {
    this.#scopes = scopes;
    this.#imports = imports;
    this.#isRead = isRead;
  }

  call(node: Func): void {
    if (this.#entered.has(node)) return;
    this.#entered.add(node);
    for (const parameter of node.params) this.visit(parameter);
    this.visit(node.body);
  }

  construct(node: Class): void {
    if (this.#entered.has(node as AnyNode)) return;
    this.#entered.add(node as AnyNode);
    if (node.superClass) this.#callee(node.superClass, 'new');
    for (const member of node.body.body) {
      if (member.type === 'MethodDefinition' && member.kind === 'constructor') this.call(member.value);
      if (member.type === 'PropertyDefinition' && !member.static && member.value) this.visit(member.value);
    }
  }

  visit(node: AnyNode): void {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        // Made, not called.
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.#makeClass(node);
        return;
      case 'AssignmentExpression':
        this.#assign(node.left);
        this.visit(node.right);
        return;
      case 'UpdateExpression':
        this.#assign(node.argument);
        return;
      case 'UnaryExpression':
        if (node.operator === 'delete') this.#assign(node.argument);
        else this.visit(node.argument);
        return;
      case 'ForInStatement':
      case 'ForOfStatement':
        if (node.left.type !== 'VariableDeclaration') this.#assign(node.left);
        break;
      case 'CallExpression':
        this.#callExpression(node);
        return;
      case 'NewExpression':
        this.#arguments(node);
        this.#callee(node.callee, 'new', node);
        return;
      case 'TaggedTemplateExpression':
        if (node.tag.type !== 'MemberExpression' || rootName(node.tag) !== 'String') this.anything = true;
        break;
    }
    for (const child of childrenOf(node)) this.visit(child);
  }

  #makeClass(node: Class): void {
    if (node.superClass) this.visit(node.superClass);
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') for (const statement of member.body) this.visit(statement);
      else {
        if (member.computed) this.visit(member.key);
        if (member.type === 'PropertyDefinition' && member.static && member.value) this.visit(member.value);
      }
    }
  }

  #callExpression(node: CallExpression): void {
    const read = this.#isRead(node);
    if (read !== undefined) this.reads.push(read);
    this.#arguments(node);
    if (node.callee.type !== 'Super') this.#callee(node.callee, 'call', node);
  }

  /** What is given to a call is run by it, where it is a function. */
  #arguments(node: CallExpression | NewExpression): void {
    const how = this.#handlingOf(node);
    const values = argumentsOf(node);
    const object = node.callee.type === 'MemberExpression' ? [node.callee.object] : [];
    const given = [...object, ...values.filter((value) => !isFunction(value))] as AnyNode[];
    for (const value of values) {
      if (isFunction(value)) {
        if (how === 'keeps') continue;
        if (how === 'engine') this.#trusted.add(value);
        this.#callGiven(value, given);
        continue;
      }
      this.visit(value);
      if (how === 'keeps') continue;
      if (value.type === 'Identifier') this.#passed(value, given);
      else if (how === 'own') for (const inner of functionsIn(value)) this.#runWithin(inner, given);
      else if (how === 'runs' && !isData(value)) this.anything = true;
    }
  }

  /** What an object or an array that is given holds may be run. */
  #runWithin(value: AnyNode, given: readonly AnyNode[]): void {
    if (isFunction(value)) this.#callGiven(value, given);
    else if (value.type === 'Identifier') this.#passed(value, given);
  }

  /** What becomes of functions that a call is given: it keeps them for later, runs them, or is own code that may do either. */
  #handlingOf({ callee }: CallExpression | NewExpression): 'keeps' | 'runs' | 'engine' | 'own' {
    if (callee.type === 'Identifier') {
      const owner = this.#scopes.variableOf(callee)?.defs[0]?.node as AnyNode | undefined;
      // What places a step keeps what it is given.
      if (owner && this.#trusted.has(owner)) return 'keeps';
    }
    const imported = this.#imports.get(rootName(callee) ?? '');
    if (imported && /^zod(\/|$)/.test(imported.specifier)) return 'keeps';
    if (imported?.specifier === 'restudy' || /pipeline\/(stage|study)\.js$/.test(imported?.specifier ?? ''))
      return 'engine';
    if (imported && harmless.isImport(imported.specifier, [imported.name])) return 'keeps';
    if (callee.type === 'MemberExpression') {
      const method = pathOf(callee).at(-1) ?? '';
      return harmless.runsWhatItIsGiven(method) ? 'runs' : 'own';
    }
    return 'own';
  }

  /** @param isKnown whether all that it is given is known by its text or by a name, and so is run where it is given. */
  #callGiven(node: Func, given: readonly AnyNode[], isKnown = false): void {
    if (!isKnown) this.#opaque.add(node);
    this.#given.set(node, [...(this.#given.get(node) ?? []), ...given]);
    this.call(node);
  }

  #passed(identifier: Identifier, given: readonly AnyNode[]): void {
    const variable = this.#scopes.variableOf(identifier);
    if (!variable) return;
    if (this.#scopes.isOfModule(variable)) this.#called(identifier.name, given, true);
    else this.#local(variable, given, false);
  }

  /** A function that a variable inside of a function holds. Returns whether it does. */
  #local(variable: Variable, given: readonly AnyNode[], isKnown: boolean): boolean {
    const node = variable.defs[0]?.node as AnyNode | undefined;
    const value = node?.type === 'VariableDeclarator' ? node.init : node;
    if (!value || !isFunction(value) || variable.defs[0]?.type === 'Parameter') return false;
    this.#callGiven(value, given, isKnown);
    return true;
  }

  #callee(callee: AnyNode, how: 'call' | 'new', call?: CallExpression | NewExpression): void {
    switch (callee.type) {
      case 'ParenthesizedExpression':
      case 'ChainExpression':
        this.#callee(callee.expression, how, call);
        return;
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#callGiven(callee, argumentsOf(call), argumentsOf(call).every(isData));
        return;
      case 'ClassExpression':
        this.construct(callee);
        return;
      case 'Identifier':
        this.#calledName(callee, how, call);
        return;
      case 'MemberExpression':
        this.#method(callee, call);
        return;
      default:
        this.visit(callee);
        this.anything = true;
    }
  }

  #calledName(callee: Identifier, how: 'call' | 'new', call?: CallExpression | NewExpression): void {
    const variable = this.#scopes.variableOf(callee);
    if (!variable) {
      const isHarmless = how === 'new' ? harmless.isConstructor : harmless.isFunction;
      if (!isHarmless(callee.name)) this.anything = true;
    } else if (this.#scopes.isOfModule(variable)) {
      const imported = this.#imports.get(callee.name);
      if (!imported || !harmless.isImport(imported.specifier, [imported.name])) {
        this.#called(callee.name, argumentsOf(call));
      }
    } else if (!this.#local(variable, argumentsOf(call), argumentsOf(call).every(isData)))
      this.#callVariable(variable);
  }

  /** A call of what a function has been given, or of what nobody knows. */
  #callVariable(variable: Variable): void {
    const [definition] = variable.defs;
    const owner = definition?.type === 'Parameter' ? (definition.node as unknown as Func) : undefined;
    const isPlain =
      owner?.params.some((one) => one.type === 'Identifier' && one.name === variable.name) ?? false;
    if (owner && this.#trusted.has(owner)) return;
    if (!owner || !isPlain || this.#opaque.has(owner)) this.anything = true;
    else if (!this.#given.has(owner)) this.callsGiven = true;
  }

  #method(
    callee: AnyNode & { readonly type: 'MemberExpression' },
    call?: CallExpression | NewExpression,
  ): void {
    const { object } = callee;
    if (object.type !== 'Super') this.visit(object);
    if (callee.computed) this.visit(callee.property);
    const path = pathOf(callee);
    const method = path.at(-1);
    const root = rootOf(callee);
    if (root?.type === 'Identifier') {
      const variable = this.#scopes.variableOf(root);
      const imported =
        variable && this.#scopes.isOfModule(variable) ? this.#imports.get(root.name) : undefined;
      if (imported) {
        const called = imported.name === '*' ? path : [imported.name, ...path];
        if (!called.includes('') && harmless.isImport(imported.specifier, called)) return;
        this.#called(`${root.name}.${path.length === 1 ? method : ''}`, argumentsOf(call));
        if (imported.name === '*' && path.length === 1 && method) return;
      }
      if (!variable && harmless.isObject(root.name)) {
        if (!method) this.anything = true;
        else if (harmless.changesItsArgument(method)) this.#changed(call?.arguments[0]);
        return;
      }
    }
    if (method && !this.#isBuiltIn(object)) {
      this.named.push({ method, given: this.#givenNames([object as AnyNode, ...argumentsOf(call)]) });
    }
    if (method && harmless.isMethod(method)) return;
    if (method && harmless.changesItsValue(method)) {
      this.#changed(object);
      return;
    }
    const name = this.#beginning(callee);
    if (name === undefined || path.includes('')) this.anything = true;
    else this.methods.push({ root: name, path });
  }

  /** Whether a value is one of the language's own, which has no method of anybody else's. */
  #isBuiltIn(node: AnyNode): boolean {
    switch (node.type) {
      case 'ArrayExpression':
      case 'Literal':
      case 'TemplateLiteral':
        return true;
      case 'NewExpression':
        return (
          node.callee.type === 'Identifier' &&
          harmless.isConstructor(node.callee.name) &&
          this.#scopes.variableOf(node.callee) === null
        );
      case 'CallExpression':
        return (
          isMadeByGlobal(node) ||
          (node.callee.type === 'MemberExpression' && this.#isBuiltIn(node.callee.object))
        );
      case 'Identifier': {
        const [definition] = this.#scopes.variableOf(node)?.defs ?? [];
        const { init } = (definition?.node ?? {}) as { readonly init?: AnyNode | null };
        const isConst =
          (definition?.parent as { readonly kind?: string } | null | undefined)?.kind === 'const';
        return isConst && init !== undefined && init !== null && this.#isBuiltIn(init);
      }
      default:
        return false;
    }
  }

  /** The name of the module's that a chain of members and calls begins with, be it a value's or a function's. */
  #beginning(node: AnyNode): string | undefined {
    const root = rootOf(node);
    if (root?.type === 'CallExpression')
      return root.callee.type === 'Identifier' ? this.#beginning(root.callee) : undefined;
    if (root?.type !== 'Identifier') return undefined;
    const variable = this.#scopes.variableOf(root);
    return variable && this.#scopes.isOfModule(variable) ? root.name : undefined;
  }

  #called(name: string, values: readonly AnyNode[], isPassed = false): void {
    const given = this.#givenNames(values);
    const isOpaque = !isPassed && values.some((value) => !isData(value));
    this.calls.push({
      name,
      given,
      ...(isPassed ? { isPassed } : {}),
      ...(isOpaque ? { isOpaque: true as const } : {}),
    });
  }

  #givenNames(values: readonly AnyNode[]): string[] {
    return values.flatMap((value) => {
      const origin = this.#origin(value, new Set(), true);
      if (origin === 'fresh') return [];
      return origin === 'argument' ? ['()'] : [origin === 'anywhere' ? '' : origin.name];
    });
  }

  #assign(target: AnyNode): void {
    switch (target.type) {
      case 'Identifier': {
        const variable = this.#scopes.variableOf(target);
        if (!variable) this.anything = true;
        else if (this.#scopes.isOfModule(variable)) this.changes.add(target.name);
        return;
      }
      case 'MemberExpression':
        if (target.computed) this.visit(target.property);
        this.#changed(target.object);
        return;
      default:
        for (const child of childrenOf(target)) {
          if (child.type === 'Property') this.#assign(child.value);
          else this.#assign(child);
        }
    }
  }

  /** A value's own state changes. */
  #changed(value: AnyNode | undefined): void {
    const origin = value ? this.#origin(value) : 'fresh';
    if (origin === 'anywhere') this.anything = true;
    else if (origin === 'argument') this.changes.add('()');
    else if (typeof origin === 'object') this.changes.add(origin.name);
  }

  /** @param within whether it is about what a value holds, not about the value itself. */
  #origin(
    value: AnyNode,
    seen: ReadonlySet<Variable> = new Set(),
    within = value.type === 'MemberExpression',
  ): Origin {
    if (isMadeByGlobal(value)) return 'fresh';
    const node = rootOf(value);
    if (!node) return 'anywhere';
    switch (node.type) {
      case 'Identifier': {
        const variable = this.#scopes.variableOf(node);
        if (!variable) return VALUES.has(node.name) ? 'fresh' : 'anywhere';
        if (this.#scopes.isOfModule(variable)) return { name: node.name };
        const [definition] = variable.defs;
        if (seen.has(variable)) return 'fresh';
        if (definition?.type === 'Parameter') {
          const given = this.#given.get(definition.node as unknown as AnyNode);
          if (!given) return 'argument';
          return combined(given.map((one) => this.#origin(one, new Set([...seen, variable]), true)));
        }
        const { init } = (definition?.node ?? {}) as { readonly init?: AnyNode | null };
        if (definition?.type !== 'Variable') return 'fresh';
        // A loop's variable holds what it goes through; one that is assigned later may hold anything.
        if (!init || variable.references.some((one) => one.isWrite() && !one.init)) return 'anywhere';
        return this.#origin(init, new Set([...seen, variable]), within || init.type === 'MemberExpression');
      }
      case 'ArrayExpression':
      case 'ObjectExpression':
        return within ? combined(valuesIn(node).map((one) => this.#origin(one, seen, true))) : 'fresh';
      case 'Literal':
      case 'TemplateLiteral':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ClassExpression':
      case 'BinaryExpression':
      case 'UnaryExpression':
      case 'UpdateExpression':
      case 'MetaProperty':
        return 'fresh';
      case 'NewExpression':
        return 'fresh';
      case 'LogicalExpression':
      case 'ConditionalExpression': {
        const [one, other] =
          node.type === 'LogicalExpression' ? [node.left, node.right] : [node.consequent, node.alternate];
        return combined([this.#origin(one, seen, within), this.#origin(other, seen, within)]);
      }
      case 'AssignmentExpression':
        return this.#origin(node.right, seen, within);
      case 'AwaitExpression':
        return this.#origin(node.argument, seen, within);
      case 'ThisExpression':
        return 'argument';
      default:
        return 'anywhere';
    }
  }
}

function isFunction(node: AnyNode): node is Func {
  return /^(Function|ArrowFunction)/.test(node.type);
}

/** `Array.from(…)`, `Object.keys(…)`: a value of its own, unlike that of `Object.assign(target, …)`. */
function isMadeByGlobal(node: AnyNode): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return false;
  return harmless.isObject(object.name) && !harmless.changesItsArgument(property.name);
}

/** The values that an object or an array literal holds. */
function valuesIn(node: AnyNode): AnyNode[] {
  if (node.type === 'ArrayExpression') {
    return node.elements.flatMap((one) =>
      one === null ? [] : [one.type === 'SpreadElement' ? one.argument : one],
    );
  }
  if (node.type !== 'ObjectExpression') return [];
  return node.properties.map((one) => (one.type === 'SpreadElement' ? one.argument : one.value));
}

/** All functions and names in a literal, however deep. */
function functionsIn(node: AnyNode): AnyNode[] {
  return valuesIn(node).flatMap((one) => [one, ...functionsIn(one)]);
}

/** Whether a value is no function, or one that is known by its text or by a name. */
function isData(node: AnyNode): boolean {
  if (isFunction(node) || node.type === 'Identifier') return true;
  if (node.type === 'ArrayExpression' || node.type === 'ObjectExpression')
    return valuesIn(node).every(isData);
  return [
    'Literal',
    'TemplateLiteral',
    'BinaryExpression',
    'UnaryExpression',
    'UpdateExpression',
    'MetaProperty',
  ].includes(node.type);
}

function argumentsOf(call: CallExpression | NewExpression | undefined): AnyNode[] {
  return (call?.arguments ?? []).map((one) => (one.type === 'SpreadElement' ? one.argument : one));
}

/** What a value is that may be one of several. */
function combined(origins: readonly Origin[]): Origin {
  const others = origins.filter((origin) => origin !== 'fresh');
  const [first = 'fresh'] = others;
  const nameOf = (origin: Origin) => (typeof origin === 'object' ? `name ${origin.name}` : origin);
  return others.every((origin) => nameOf(origin) === nameOf(first)) ? first : 'anywhere';
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

function rootName(node: AnyNode): string | undefined {
  const root = rootOf(node);
  return root?.type === 'Identifier' ? root.name : undefined;
}

/** The names of a chain's members and called methods after its root, empty for one that is computed. */
function pathOf(node: AnyNode): string[] {
  switch (node.type) {
    case 'MemberExpression': {
      const name = node.computed || node.property.type !== 'Identifier' ? '' : node.property.name;
      return [...pathOf(node.object), name];
    }
    case 'ChainExpression':
    case 'ParenthesizedExpression':
      return pathOf(node.expression);
    case 'CallExpression':
      return node.callee.type === 'MemberExpression' ? pathOf(node.callee) : [];
    default:
      return [];
  }
}
