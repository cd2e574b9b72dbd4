import type {
  AnyNode,
  AssignmentProperty,
  CallExpression,
  Class,
  Identifier,
  MethodDefinition,
  NewExpression,
  Property,
  PropertyDefinition,
} from 'acorn';
import type { Variable } from 'eslint-scope';
import type { Scopes } from '../scopes.js';
import { childrenOf } from '../syntax-tree.js';
import {
  argumentsOf,
  type Func,
  functionsIn,
  isData,
  isFunction,
  pathOf,
  rootName,
  rootOf,
} from './chains.js';
import {
  type Call,
  type Effects,
  type Given,
  type Implicit,
  type ImportNames,
  type Method,
  type Named,
  NOTHING,
} from './effects.js';
import { harmless } from './harmless.js';
import { isMadeByGlobal, Origins } from './origins.js';
import { AWAITED, CHECKED, CONVERTED, EACH_MEMBER, ITERATED, touchedBy } from './touches.js';

/** What code is run, and what is known of its module. */
export interface RunningOptions {
  readonly scopes: Scopes;
  readonly imports: ImportNames;
  /** The text of a call, if it reads a file by a name that is not told. */
  readonly isRead: (call: CallExpression) => string | undefined;
  /** All of the code: variables outside of it live on. */
  readonly all: AnyNode;
  /** The class that it is a method of. */
  readonly owner?: Class | undefined;
  /** Functions that were gone through by themselves -> their effects. */
  readonly inside: Map<AnyNode, Effects>;
}

/** What the language calls by itself, beside accessors and what has no name, and what for. */
const IMPLICIT = new Map([
  ...['next', 'return', 'throw'].map((name) => [name, ITERATED] as const),
  ...['toJSON', 'toString', 'valueOf'].map((name) => [name, CONVERTED] as const),
  ['then', AWAITED] as const,
]);

/** What makes accessors, and what acts as such, of functions that it is given. */
const MAKES_ACCESSORS = new Set(['Proxy', 'create', 'defineProperties', 'defineProperty']);

/** Goes through code as it would be run, both ways at each branch and each function that is known once, and notes what it changes. */
export class Running {
  readonly #changes = new Set<string>();
  readonly #fills = new Set<string>();
  readonly #calls: Call[] = [];
  readonly #methods: Method[] = [];
  readonly #named: Named[] = [];
  readonly #implicit: Implicit[] = [];
  readonly #reads: string[] = [];
  #isLazy = false;
  readonly #touches = new Set<string>();
  #callsGiven = false;
  #anything = false;
  readonly #options: RunningOptions;
  readonly #scopes: Scopes;
  readonly #imports: ImportNames;
  readonly #isRead: RunningOptions['isRead'];
  #owner: Class | undefined;
  readonly #origins: Origins;
  readonly #entered = new Set<AnyNode>();
  /** A function that is called here -> what its parameters may be given. */
  readonly #given = new Map<AnyNode, AnyNode[]>();
  /** Functions that may be given functions which nobody knows. */
  readonly #opaque = new Set<AnyNode>();
  /** Functions that the engine calls with what it has itself: a study's recipe. */
  readonly #trusted = new Set<AnyNode>();

  constructor(options: RunningOptions) {
    const { scopes, imports, isRead, all, owner } = options;
    this.#options = options;
    this.#scopes = scopes;
    this.#imports = imports;
    this.#isRead = isRead;
    this.#owner = owner;
    this.#origins = new Origins(scopes, this.#given, all);
  }

  get effects(): Effects {
    return {
      changes: this.#changes,
      fills: this.#fills,
      anything: this.#anything,
      calls: this.#calls,
      methods: this.#methods,
      named: this.#named,
      callsGiven: this.#callsGiven,
      implicit: this.#implicit,
      isLazy: this.#isLazy,
      touches: [...this.#touches],
      reads: this.#reads,
    };
  }

  /** Calls a function, or makes an object of a class. */
  enter(node: AnyNode): void {
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') this.#construct(node);
    else this.#call(node as Func);
  }

  #call(node: Func): void {
    if (this.#entered.has(node)) return;
    this.#entered.add(node);
    this.#isLazy ||= node.generator ?? false;
    if (node.async) this.#touches.add(AWAITED);
    for (const parameter of node.params) this.visit(parameter);
    this.visit(node.body);
  }

  #construct(node: Class): void {
    if (this.#entered.has(node as AnyNode)) return;
    this.#entered.add(node as AnyNode);
    this.#owner ??= node;
    if (node.superClass) this.#callee(node.superClass, 'new');
    for (const member of node.body.body) {
      if (member.type === 'MethodDefinition' && member.kind === 'constructor') this.#call(member.value);
      if (member.type === 'PropertyDefinition' && !member.static && member.value) this.visit(member.value);
    }
  }

  visit(node: AnyNode): void {
    this.#touch(node);
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
      case 'Property':
        this.#made(node);
        break;
      case 'AssignmentExpression':
        this.#assign(node.left, /^(=|&&=|\|\|=|\?\?=)$/.test(node.operator) ? [node.right] : []);
        this.visit(node.right);
        return;
      case 'UpdateExpression':
        this.#assign(node.argument, []);
        return;
      case 'UnaryExpression':
        if (node.operator === 'delete') this.#assign(node.argument, []);
        else this.visit(node.argument);
        return;
      case 'ForInStatement':
      case 'ForOfStatement':
        if (node.left.type !== 'VariableDeclaration') this.#assign(node.left, [node.right]);
        break;
      case 'CallExpression':
        this.#callExpression(node);
        return;
      case 'NewExpression':
        this.#callee(node.callee, 'new', node.arguments, this.#arguments(node));
        return;
      case 'TaggedTemplateExpression':
        for (const given of node.quasi.expressions) this.visit(given);
        this.#callee(node.tag, 'call', node.quasi.expressions);
        return;
    }
    for (const child of childrenOf(node)) this.visit(child);
  }

  #makeClass(node: Class): void {
    if (node.superClass) this.visit(node.superClass);
    for (const member of node.body.body) {
      if (member.type === 'StaticBlock') for (const statement of member.body) this.visit(statement);
      else {
        this.#made(member, node);
        if (member.computed) this.visit(member.key);
        if (member.type === 'PropertyDefinition' && member.static && member.value) this.visit(member.value);
      }
    }
  }

  /** A member of an object or of a class. */
  #made(member: AssignmentProperty | MethodDefinition | Property | PropertyDefinition, owner?: Class): void {
    const { key, computed, value } = member;
    const kind = member.type === 'PropertyDefinition' ? 'init' : member.kind;
    if (!value || !isFunction(value)) return;
    const name = computed ? '' : key.type === 'Literal' ? String(key.value) : pathName(key);
    if (name === '' || kind === 'get' || kind === 'set') this.#calledBySelf(value, name, owner);
    else if (IMPLICIT.has(name)) this.#calledBySelf(value, IMPLICIT.get(name)!, owner);
  }

  /** A function that the language may call by itself, from now on. */
  #calledBySelf(node: Func, reason: string, owner?: Class): void {
    const effects = this.#inside(node, owner);
    if (doesAnything(effects)) this.#implicit.push({ reason, effects });
  }

  /** Of a function that somebody may call, with what they have. */
  #inside(node: Func, owner?: Class): Effects {
    const { inside } = this.#options;
    const known = inside.get(node);
    if (known) return known;
    // It may make itself again.
    inside.set(node, NOTHING);
    const run = new Running({ ...this.#options, all: node, owner });
    run.enter(node);
    inside.set(node, run.effects);
    return run.effects;
  }

  #touch(node: AnyNode): void {
    for (const reason of touchedBy(node)) this.#touches.add(reason);
  }

  #callExpression(node: CallExpression): void {
    const read = this.#isRead(node);
    if (read !== undefined) this.#reads.push(read);
    const inner = this.#arguments(node);
    if (node.callee.type !== 'Super') this.#callee(node.callee, 'call', node.arguments, inner);
  }

  /**
   * What is given to a call is run by it, where it is a function. Returns those functions that are run only if what is called,
   * which is known by its name, calls what it is given.
   */
  #arguments(node: CallExpression | NewExpression): Effects[] {
    const how = this.#handlingOf(node);
    const values = argumentsOf(node);
    const name = node.callee.type === 'Identifier' ? node.callee.name : pathOf(node.callee).at(-1);
    if (MAKES_ACCESSORS.has(name ?? ''))
      for (const one of values.flatMap(functionsIn))
        if (isFunction(one)) this.#calledBySelf(one, EACH_MEMBER);
    const object = node.callee.type === 'MemberExpression' ? [node.callee.object] : [];
    const given = [...object, ...values.filter((value) => !isFunction(value))] as AnyNode[];
    const inner: Effects[] = [];
    for (const value of values) {
      if (!isFunction(value)) this.visit(value);
      switch (how) {
        case 'keeps':
          break;
        case 'zod':
          if (isFunction(value)) this.#keptCheck(value);
          else if (value.type === 'Identifier') this.#keptBySchema(value);
          break;
        case 'followed':
          for (const one of [value, ...functionsIn(value)]) {
            if (isFunction(one)) inner.push(this.#inside(one));
            else if (one.type === 'Identifier') this.#passed(one, given);
          }
          break;
        default:
          if ((how === 'engine' || name === 'Promise') && isFunction(value)) this.#trusted.add(value);
          this.#runWithin(value, given);
          if (how === 'own') for (const one of functionsIn(value)) this.#runWithin(one, given);
          else if (how === 'runs' && !isData(value) && !this.#isHarmless(value)) this.#anything = true;
      }
    }
    return inner;
  }

  /** What an object or an array that is given holds may be run. */
  #runWithin(value: AnyNode, given: readonly AnyNode[]): void {
    if (isFunction(value)) this.#callGiven(value, given);
    else if (value.type === 'Identifier') this.#passed(value, given);
  }

  /** `Number.parseFloat`, `Math.PI`. */
  #isHarmless(value: AnyNode): boolean {
    const root = value.type === 'MemberExpression' ? rootOf(value) : undefined;
    return root?.type === 'Identifier' && harmless.isObject(root.name) && !this.#scopes.variableOf(root);
  }

  /** What becomes of functions that a call is given: it keeps them for later, keeps them to check values with, runs them, or is own code that may do either. */
  #handlingOf({
    callee,
  }: CallExpression | NewExpression): 'keeps' | 'zod' | 'runs' | 'engine' | 'followed' | 'own' {
    if (callee.type === 'Identifier') {
      const variable = this.#scopes.variableOf(callee);
      const owner = variable?.defs[0]?.node as AnyNode | undefined;
      // What places a step keeps what it is given.
      if (owner && this.#trusted.has(owner)) return 'keeps';
      if (!variable && harmless.runsWhatItIsGiven(callee.name)) return 'runs';
    }
    const imported = this.#imports.get(rootName(callee) ?? '');
    if (imported && /^zod(\/|$)/.test(imported.specifier)) return 'zod';
    if (
      imported?.specifier === 'restudy' ||
      /pipeline\/study\/(stage|study)\.js$/.test(imported?.specifier ?? '')
    )
      return 'engine';
    if (callee.type === 'MemberExpression') {
      const method = pathOf(callee).at(-1) ?? '';
      if (harmless.runsWhatItIsGiven(method)) return 'runs';
      const root = rootOf(callee);
      const isGlobal = root?.type === 'Identifier' && !this.#scopes.variableOf(root);
      return isGlobal && root.name !== 'Object' ? 'own' : 'followed';
    }
    const variable = callee.type === 'Identifier' ? this.#scopes.variableOf(callee) : undefined;
    return variable && this.#scopes.isOfModule(variable) ? 'followed' : 'own';
  }

  /** @param isKnown whether all that it is given is known by its text or by a name, and so is run where it is given. */
  #callGiven(node: Func, given: readonly AnyNode[], isKnown = false): void {
    if (!isKnown) this.#opaque.add(node);
    this.#given.set(node, [...(this.#given.get(node) ?? []), ...given]);
    this.#call(node);
  }

  /** A function that is run by whoever checks a value. */
  #keptBySchema(identifier: Identifier): void {
    const variable = this.#scopes.variableOf(identifier);
    if (!variable) return;
    if (this.#scopes.isOfModule(variable)) {
      const calls = [{ name: identifier.name, given: [], handed: [], isPassed: true as const }];
      this.#implicit.push({ reason: CHECKED, effects: { ...NOTHING, calls } });
      return;
    }
    const node = variable.defs[0]?.node as unknown as AnyNode | undefined;
    const value = node?.type === 'VariableDeclarator' ? node.init : node;
    if (value && isFunction(value)) this.#keptCheck(value);
  }

  /** What a check is given is the schema's own: where it notes what is wrong. */
  #keptCheck(check: Func): void {
    const effects = this.#inside(check);
    const changes = new Set([...effects.changes].filter((name) => name !== '()'));
    if (doesAnything(effects)) this.#implicit.push({ reason: CHECKED, effects: { ...effects, changes } });
  }

  #passed(identifier: Identifier, given: readonly AnyNode[]): void {
    const variable = this.#scopes.variableOf(identifier);
    if (!variable) return;
    if (this.#scopes.isOfModule(variable)) this.#called(identifier.name, given, { isPassed: true });
    else this.#local(variable, given, false);
  }

  /** A function that a variable inside of a function holds. Returns whether it does. */
  #local(variable: Variable, given: readonly AnyNode[], isKnown: boolean): boolean {
    const node = variable.defs[0]?.node as AnyNode | undefined;
    const value = node?.type === 'VariableDeclarator' ? node.init : node;
    if (!value || !isFunction(value) || variable.defs[0]?.type === 'Parameter' || isSetAnew(variable))
      return false;
    this.#callGiven(value, given, isKnown);
    return true;
  }

  /**
   * @param values what it is given, as it is written.
   * @param inner the functions in it that are run only if they are called.
   */
  #callee(
    callee: AnyNode,
    how: 'call' | 'new',
    values: readonly AnyNode[] = [],
    inner: readonly Effects[] = [],
  ): void {
    switch (callee.type) {
      case 'ParenthesizedExpression':
      case 'ChainExpression':
        this.#callee(callee.expression, how, values, inner);
        return;
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.#callGiven(callee, unspread(values), values.every(isData));
        return;
      case 'ClassExpression':
        this.#construct(callee);
        return;
      case 'Identifier':
        this.#calledName(callee, how, values, inner);
        return;
      case 'MemberExpression':
        this.#method(callee, how, values, inner);
        return;
      case 'CallExpression':
        this.visit(callee);
        this.#calledResult(callee, values);
        return;
      default:
        this.visit(callee);
        this.#anything = true;
    }
  }

  #calledName(
    callee: Identifier,
    how: 'call' | 'new',
    values: readonly AnyNode[],
    inner: readonly Effects[],
  ): void {
    const variable = this.#scopes.variableOf(callee);
    if (!variable) {
      const isHarmless = how === 'new' ? harmless.isConstructor : harmless.isFunction;
      if (!isHarmless(callee.name)) this.#anything = true;
    } else if (this.#scopes.isOfModule(variable)) {
      const imported = this.#imports.get(callee.name);
      if (!imported || !harmless.isImport(imported.specifier, [imported.name])) {
        this.#called(callee.name, values, {}, inner);
      } else this.#runInner(inner);
    } else if (variable.defs[0]?.type === 'ClassName' && how === 'new' && !isSetAnew(variable)) {
      this.#construct(variable.defs[0].node as unknown as Class);
    } else if (!this.#local(variable, unspread(values), values.every(isData)))
      this.#callVariable(variable, values);
  }

  /** `adder(1)(2)`. */
  #calledResult(callee: CallExpression, values: readonly AnyNode[]): void {
    const maker = callee.callee.type === 'Identifier' ? callee.callee : undefined;
    const variable = maker && this.#scopes.variableOf(maker);
    if (!maker || !variable || !this.#scopes.isOfModule(variable)) this.#anything = true;
    else this.#called(maker.name, [...callee.arguments, ...values], { isResult: true });
  }

  /** A call of what a function has been given, of what a function made, or of what nobody knows. */
  #callVariable(variable: Variable, values: readonly AnyNode[]): void {
    const [definition] = variable.defs;
    const node = definition?.node as unknown as AnyNode | undefined;
    if (
      node?.type === 'VariableDeclarator' &&
      node.init?.type === 'CallExpression' &&
      node.id.type === 'Identifier'
    ) {
      if (isSetAnew(variable)) this.#anything = true;
      else this.#calledResult(node.init, values);
      return;
    }
    const owner = definition?.type === 'Parameter' ? (node as Func) : undefined;
    const isPlain =
      owner?.params.some((one) => one.type === 'Identifier' && one.name === variable.name) ?? false;
    if (owner && this.#trusted.has(owner)) return;
    if (!owner || !isPlain || this.#opaque.has(owner) || isSetAnew(variable)) this.#anything = true;
    else if (!this.#given.has(owner)) this.#callsGiven = true;
  }

  #method(
    callee: AnyNode & { readonly type: 'MemberExpression' },
    how: 'call' | 'new',
    values: readonly AnyNode[],
    inner: readonly Effects[],
  ): void {
    const object = callee.object as AnyNode;
    this.#touch(callee);
    if (object.type !== 'Super') this.visit(object);
    if (callee.computed) this.visit(callee.property);
    const path = pathOf(callee);
    const method = path.at(-1) ?? '';
    const root = rootOf(callee);
    if (root?.type === 'Identifier' && this.#calledOfName(root, path, how, values, inner)) return;
    if (this.#isBuiltIn(object)) {
      if (!harmless.isReading(method)) this.#changed(object, values);
      return;
    }
    if (method) this.#named.push({ method, ...this.#givenTo([object, ...values], inner) });
    if (harmless.isMethod(method)) return;
    if (harmless.changesItsValue(method)) {
      this.#changed(object, values);
      return;
    }
    const receiver = this.#receiver(callee);
    if (receiver === undefined || path.includes('')) this.#anything = true;
    else this.#methods.push({ root: receiver, path });
  }

  /** A method of an import or of a global. Returns whether all is said of it. */
  #calledOfName(
    root: Identifier,
    path: readonly string[],
    how: 'call' | 'new',
    values: readonly AnyNode[],
    inner: readonly Effects[],
  ): boolean {
    const variable = this.#scopes.variableOf(root);
    const method = path.at(-1) ?? '';
    const imported = variable && this.#scopes.isOfModule(variable) ? this.#imports.get(root.name) : undefined;
    if (imported) {
      const called = imported.name === '*' ? path : [imported.name, ...path];
      if (!called.includes('') && harmless.isImport(imported.specifier, called)) {
        if (!isZodOrEngine(imported.specifier)) this.#runInner(inner);
        return true;
      }
      this.#called(`${root.name}.${path.length === 1 ? method : ''}`, values, {}, inner);
      return imported.name === '*' && path.length === 1 && method !== '';
    }
    if (variable || !harmless.isOfGlobal(root.name, path, how)) return false;
    if (method && harmless.changesItsArgument(method)) this.#changed(values[0], values.slice(1));
    return true;
  }

  /** Whether a value is one of the language's own, which has no method of anybody else's. */
  #isBuiltIn(node: AnyNode): boolean {
    switch (node.type) {
      case 'ArrayExpression':
      case 'Literal':
      case 'TemplateLiteral':
        return true;
      case 'ParenthesizedExpression':
        return this.#isBuiltIn(node.expression);
      case 'NewExpression': {
        const root = rootOf(node.callee);
        return (
          root?.type === 'Identifier' &&
          harmless.isConstructor(root.name) &&
          (root === node.callee || root.name === 'Intl') &&
          this.#scopes.variableOf(root) === null
        );
      }
      case 'CallExpression':
        if (isMadeByGlobal(node)) return harmless.makesBuiltIn(pathOf(node.callee).at(-1) ?? '');
        return (
          node.callee.type === 'MemberExpression' &&
          this.#isBuiltIn(node.callee.object) &&
          harmless.returnsBuiltIn(pathOf(node.callee).at(-1) ?? '')
        );
      case 'Identifier': {
        const variable = this.#scopes.variableOf(node);
        const definition = variable?.defs[0];
        const { init } = (definition?.node ?? {}) as { readonly init?: AnyNode | null };
        const isOnce = definition?.type === 'Variable' && variable && !isSetAnew(variable);
        const { id } = (definition?.node ?? {}) as { readonly id?: AnyNode };
        return Boolean(isOnce && init && id?.type === 'Identifier' && this.#isBuiltIn(init));
      }
      default:
        return false;
    }
  }

  /**
   * The name of the module's that a chain of members and calls begins with, be it a value's or that of a function or class
   * which made it; an empty one where the code around it did.
   */
  #receiver(callee: AnyNode & { readonly type: 'MemberExpression' }): string | undefined {
    const { object, property } = callee;
    const isOwn = this.#owner !== undefined && !this.#owner.superClass;
    if (property.type === 'PrivateIdentifier' || (object.type === 'ThisExpression' && isOwn)) return '';
    return this.#maker(rootOf(callee));
  }

  #maker(node: AnyNode | undefined): string | undefined {
    switch (node?.type) {
      case 'AwaitExpression':
        return this.#maker(node.argument);
      case 'CallExpression':
      case 'NewExpression':
        return this.#nameOfMaker(node.callee);
      case 'ObjectExpression':
        return node.properties.every(({ type }) => type === 'Property') ? '' : undefined;
      case 'Identifier': {
        const name = this.#moduleName(node);
        if (name !== undefined) return name;
        const variable = this.#scopes.variableOf(node);
        const definition = variable?.defs[0]?.node as unknown as AnyNode | undefined;
        if (!variable || isSetAnew(variable) || definition?.type !== 'VariableDeclarator') return undefined;
        const { id, init } = definition;
        return id.type === 'Identifier' && init?.type !== 'Identifier'
          ? this.#maker(init ?? undefined)
          : undefined;
      }
      default:
        return undefined;
    }
  }

  /** `f`, or `space.f` of all of a module. */
  #nameOfMaker(callee: AnyNode): string | undefined {
    if (callee.type === 'Identifier') return this.#moduleName(callee);
    if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined;
    const space = this.#moduleName(callee.object);
    const [name = ''] = pathOf(callee);
    return name !== '' && space && this.#imports.get(space)?.name === '*' ? `${space}.${name}` : undefined;
  }

  #moduleName(node: Identifier): string | undefined {
    const variable = this.#scopes.variableOf(node);
    return variable && this.#scopes.isOfModule(variable) ? node.name : undefined;
  }

  /** Of somebody else's code it is not known whether it calls what it is given. */
  #runInner(inner: readonly Effects[]): void {
    if (inner.length > 0) this.#calls.push({ name: '', given: [], handed: [], inner });
  }

  #called(
    name: string,
    values: readonly AnyNode[],
    how: Pick<Call, 'isPassed' | 'isResult'> = {},
    inner: readonly Effects[] = [],
  ): void {
    const { isOpaque, ...given } = this.#givenTo(values, inner);
    this.#calls.push({ name, ...given, ...how, ...(isOpaque && !how.isPassed ? { isOpaque } : {}) });
  }

  #givenTo(written: readonly AnyNode[], inner: readonly Effects[] = []): Given {
    const values = unspread(written);
    const origins = values
      .filter((value) => !isFunction(value))
      .map((value) => this.#origins.of(value, true));
    const given = new Set(
      origins.flatMap(({ names, isArgument, isAnywhere }) => [
        ...names,
        ...(isArgument ? ['()'] : []),
        ...(isAnywhere ? [''] : []),
      ]),
    );
    const handed = new Set(
      values.flatMap((value) => [value, ...functionsIn(value)]).flatMap((one) => this.#handed(one)),
    );
    const isOpaque = written.some((value) => !isData(value));
    return {
      given: [...given],
      handed: [...handed],
      ...(inner.length > 0 ? { inner } : {}),
      ...(isOpaque ? { isOpaque } : {}),
    };
  }

  #handed(value: AnyNode): string[] {
    if (value.type !== 'Identifier') return [];
    const variable = this.#scopes.variableOf(value);
    if (!variable) return [];
    if (this.#scopes.isOfModule(variable)) return [value.name];
    return variable.defs[0]?.type === 'Parameter' ? ['()'] : [];
  }

  /** @param values what is put there. */
  #assign(target: AnyNode, values: readonly AnyNode[]): void {
    switch (target.type) {
      case 'Identifier': {
        const variable = this.#scopes.variableOf(target);
        if (!variable) this.#anything = true;
        else if (this.#scopes.isOfModule(variable)) this.#change(target.name, values);
        else if (this.#origins.isOutside(variable)) this.#change('()', values);
        return;
      }
      case 'MemberExpression':
        this.#touch(target);
        if (target.computed) this.visit(target.property);
        this.visit(target.object);
        this.#changed(target.object, values);
        return;
      case 'AssignmentPattern':
        this.#assign(target.left, [...values, target.right]);
        this.visit(target.right);
        return;
      default:
        for (const child of childrenOf(target)) {
          if (child.type === 'Property') this.#assign(child.value, values);
          else this.#assign(child, values);
        }
    }
  }

  /** A value's own state changes. */
  #changed(value: AnyNode | undefined, values: readonly AnyNode[]): void {
    if (!value) return;
    const { names, isArgument, isAnywhere } = this.#origins.of(value);
    if (isAnywhere) this.#anything = true;
    if (isArgument) this.#change('()', values);
    for (const name of names) this.#change(name, values);
  }

  #change(name: string, values: readonly AnyNode[]): void {
    this.#changes.add(name);
    const origins = unspread(values).map((value) => this.#origins.of(value, true));
    const isFresh = origins.every(
      ({ names, isArgument, isAnywhere }) => names.size === 0 && !isArgument && !isAnywhere,
    );
    if (!isFresh) this.#fills.add(name);
  }
}

/** Whether a variable gets another value after the one that it is declared with. */
function isSetAnew({ references }: Variable): boolean {
  return references.some((one) => one.isWrite() && !one.init);
}

function unspread(values: readonly AnyNode[]): AnyNode[] {
  return values.map((one) => (one.type === 'SpreadElement' ? one.argument : one));
}

function isZodOrEngine(specifier: string): boolean {
  return /^(zod|restudy)(\/|$)/.test(specifier);
}

function pathName(key: AnyNode): string {
  return key.type === 'PrivateIdentifier' ? `#${key.name}` : key.type === 'Identifier' ? key.name : '';
}

function doesAnything(effects: Effects): boolean {
  const { calls, methods, named, implicit, reads, changes } = effects;
  const lists = [calls, methods, named, implicit, reads];
  return effects.anything || effects.callsGiven || changes.size > 0 || lists.some(({ length }) => length > 0);
}
