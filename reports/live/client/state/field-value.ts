import type { ParamField } from '../../wire.js';

/** The text that a form shows for a value. Null is no text: the field is empty. */
export function fieldText({ kind }: Pick<ParamField, 'kind'>, value: unknown): string {
  if (value === null) return '';
  return kind !== 'json' && typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * The value that a text in a form means. A text that means none is passed on as it is: the schema, which the server has,
 * says what is wrong with it.
 */
export function fieldValue({ kind }: Pick<ParamField, 'kind'>, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  switch (kind) {
    case 'boolean':
      return trimmed === 'true';
    case 'number':
    case 'number-or-choice':
      return Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
    case 'json':
      return jsonOrText(trimmed);
    case 'choice':
    case 'text':
      return text;
  }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whether two JSON values are the same. */
export function sameJson(first: unknown, second: unknown): boolean {
  if (Array.isArray(first) || Array.isArray(second)) {
    return (
      Array.isArray(first) &&
      Array.isArray(second) &&
      first.length === second.length &&
      first.every((item, index) => sameJson(item, second[index]))
    );
  }
  if (isObject(first) && isObject(second)) {
    const keys = Object.keys(first);
    return (
      keys.length === Object.keys(second).length &&
      keys.every((key) => Object.hasOwn(second, key) && sameJson(first[key], second[key]))
    );
  }
  return first === second;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
