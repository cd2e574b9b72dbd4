import { identifiersIn, type Place, renames } from './identifiers.js';
import { parseModule } from './syntax-tree.js';
import { edited } from './text-edit.js';

/**
 * The normal form of minified code: its own names numbered in the order in which they first appear.
 *
 * esbuild already gives names by position, not by what they were in the source; but which letters it takes
 * depends on the letters of the whole source, its types and unused exports included. Numbering takes that out:
 * renaming a variable, a parameter, a private member or a label changes nothing.
 *
 * What a program can see keeps its name: properties, exports, globals, and (as strings that `keepNames` put
 * there) functions and classes. Code with `eval`, which can see all names, stays as it is.
 */
export async function normalForm(minified: string): Promise<string> {
  const { places, declared } = identifiersIn(await parseModule(minified));
  if (places.some(({ kind, name }) => kind === '$' && name === 'eval')) return minified;
  const numbers = new Map<string, string>();
  const nameOf = ({ kind, name }: Place) => {
    if (kind === '$' && !declared.has(name)) return name;
    const own = `${kind}${name}`;
    // No name that a program can have starts with this sign.
    if (!numbers.has(own)) numbers.set(own, `@${numbers.size}`);
    return numbers.get(own)!;
  };
  return edited(minified, renames(places, nameOf, ''));
}
