import type { AnyNode, Comment, Program } from 'acorn';

/** Reads JavaScript, as esbuild writes it, into its syntax tree. The parser is loaded when it is needed first. */
export async function parseModule(text: string, comments: Comment[] = []): Promise<Program> {
  const { parse } = await import('acorn');
  return parse(text, { ecmaVersion: 'latest', sourceType: 'module', onComment: comments });
}

/** The nodes right below a node, in the order of its fields. */
export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flatMap((field: unknown) =>
    Array.isArray(field) ? field.filter(isNode) : isNode(field) ? [field] : [],
  );
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
