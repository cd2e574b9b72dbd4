import type { AnyNode, Identifier, Program } from 'acorn';
import { analyze, type Variable } from 'eslint-scope';

/** What a name stands for: a variable of some scope, or nothing that the program declares. */
export interface Scopes {
  /** The variable that an identifier names; null for a global. Undefined where it names none, as a property does. */
  variableOf(identifier: AnyNode): Variable | null | undefined;
  /** Whether a variable is one of the module itself, not of a function or block in it. */
  isOfModule(variable: Variable): boolean;
}

/** Resolves all names of a program. */
export function scopesOf(program: Program, sourceType: 'module' | 'script'): Scopes {
  const manager = analyze(program as never, { ecmaVersion: 2024, sourceType, optimistic: false });
  const variables = new Map<number, Variable | null>();
  for (const scope of manager.scopes) {
    for (const reference of scope.references) {
      variables.set((reference.identifier as unknown as Identifier).start, reference.resolved ?? null);
    }
    for (const variable of scope.variables) {
      for (const name of variable.identifiers) variables.set((name as unknown as Identifier).start, variable);
    }
  }
  const outermost = new Set(['module', 'global']);
  return {
    variableOf: ({ start }) => variables.get(start),
    isOfModule: ({ scope }) => outermost.has(scope.type),
  };
}
