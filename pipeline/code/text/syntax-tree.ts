import type { AnyNode, Program } from 'acorn';

/** Reads JavaScript, as esbuild writes it, into its syntax tree. The parser is loaded when it is needed first. */
export async function parseModule(text: string): Promise<Program> {
  const { parse } = await import('acorn');
  return parse(text, { ecmaVersion: 'latest', sourceType: 'module', ranges: true });
}

/** The same of a CommonJS module. */
export async function parseScript(text: string): Promise<Program> {
  const { parse } = await import('acorn');
  return parse(text, {
    ecmaVersion: 'latest',
    sourceType: 'script',
    ranges: true,
    allowReturnOutsideFunction: true,
    allowHashBang: true,
  });
}

/** The nodes right below a node, in the order of its fields. */
export function childrenOf(node: AnyNode): AnyNode[] {
  const children: AnyNode[] = [];
  for (const name in node) {
    const field: unknown = node[name as keyof AnyNode];
    if (typeof field !== 'object' || field === null || name === 'range') continue;
    if (!Array.isArray(field)) {
      if (isNode(field)) children.push(field);
      continue;
    }
    for (const one of field as readonly unknown[]) if (isNode(one)) children.push(one);
  }
  return children;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
