import type { AnyNode, CallExpression, Class, Identifier } from 'acorn';
import type { Scopes } from '../scopes.js';
import { returnedBy } from './chains.js';
import { type Effects, type ImportNames, NOTHING } from './effects.js';
import { Running } from './running.js';

/** Says of nodes what running them may change. */
export class EffectsOf {
  readonly #scopes: Scopes;
  readonly #imports: ImportNames;
  readonly #inside = new Map<AnyNode, Effects>();
  readonly #isRead: (call: CallExpression) => string | undefined;

  /** @param isRead the text of a call, if it reads a file by a name that is not told. */
  constructor(scopes: Scopes, imports: ImportNames, isRead: (call: CallExpression) => string | undefined) {
    this.#scopes = scopes;
    this.#imports = imports;
    this.#isRead = isRead;
  }

  /** Of running a statement or an expression, once. */
  evaluating(node: AnyNode): Effects {
    const run = this.#start(node);
    run.visit(node);
    return run.effects;
  }

  /**
   * Of calling a function, or making an object of a class, whatever it is given.
   * @param owner the class that it is a method of.
   */
  calling(node: AnyNode, owner?: Class): Effects {
    const run = this.#start(node, owner);
    run.enter(node);
    return run.effects;
  }

  /** Of calling what a function returns, if each such value is a function that its text has. */
  callingReturned(node: AnyNode): Effects | undefined {
    if (!('body' in node) || Array.isArray(node.body)) return undefined;
    const returned = returnedBy(node.body as AnyNode);
    const functions = returned.map((value) => functionOf(value, node, this.#scopes));
    if (functions.length === 0 || functions.includes(undefined)) return undefined;
    const [first] = functions;
    if (functions.length > 1) return undefined;
    return this.calling(first!);
  }

  /** Of calling what a name of the module's stands for, if that is a function; null for another name. */
  naming(node: Identifier): Effects | null {
    const variable = this.#scopes.variableOf(node);
    if (!variable || !this.#scopes.isOfModule(variable)) return null;
    return { ...NOTHING, calls: [{ name: node.name, given: [], handed: [], isPassed: true }] };
  }

  /** Whether nothing but where it is declared gives a module's name a value. */
  isConstant(name: AnyNode): boolean {
    return !this.#scopes.variableOf(name)?.references.some((one) => one.isWrite() && !one.init);
  }

  #start(node: AnyNode, owner?: Class): Running {
    const [scopes, imports, isRead, inside] = [this.#scopes, this.#imports, this.#isRead, this.#inside];
    return new Running({ scopes, imports, isRead, inside, all: node, owner });
  }
}

/** The function that an expression stands for: its own text, or a function of the one around it. */
function functionOf(value: AnyNode, around: AnyNode, scopes: Scopes): AnyNode | undefined {
  if (/^(Function|ArrowFunction)/.test(value.type)) return value;
  if (value.type !== 'Identifier') return undefined;
  const variable = scopes.variableOf(value);
  const definition = variable?.defs[0];
  if (
    !variable ||
    definition?.type === 'Parameter' ||
    variable.references.some((one) => one.isWrite() && !one.init)
  )
    return undefined;
  const node = definition?.node as unknown as AnyNode | undefined;
  const made = node?.type === 'VariableDeclarator' ? node.init : node;
  const isInside = made && made.start >= around.start && made.end <= around.end;
  return isInside && /^(Function|ArrowFunction)/.test(made.type) ? made : undefined;
}
