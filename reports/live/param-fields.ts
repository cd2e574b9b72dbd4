import * as z from 'zod';
import { type ConfiguredStep, paramsSchema } from '../../pipeline/configure.js';
import type { ParamField } from './wire.js';

/** The parts of JSON Schema that a form can make something of. Anything else is edited as JSON. */
const fieldSchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  get anyOf() {
    return z.array(fieldSchema).optional();
  },
});
type FieldSchema = z.infer<typeof fieldSchema>;
const schemaSchema = z.object({ properties: z.record(z.string(), fieldSchema).default({}) });

/** The fields of the form for a step's params, made from the step's own schema, with the values that it has now. */
export function paramFields(step: ConfiguredStep): ParamField[] {
  const json = z.toJSONSchema(paramsSchema(step), { io: 'input', unrepresentable: 'any' });
  const values = z.record(z.string(), z.json()).catch({}).parse(step.checkedParams);
  const { properties } = schemaSchema.parse(json);
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    value: values[name] ?? null,
    ...fieldOf(schema),
  }));
}

function fieldOf(schema: FieldSchema): Omit<ParamField, 'name' | 'value'> {
  const all = schema.anyOf ?? [schema];
  const some = all.filter(({ type }) => type !== 'null');
  const nullable = some.length < all.length;
  const rule = [...some.map(ruleOf), ...(nullable ? ['or null'] : [])].filter(Boolean).join(', ');
  const choices = some.flatMap((one) => one.enum ?? []);
  const types = new Set(some.map((one) => (one.enum ? 'choice' : (one.type ?? 'any'))));
  const [type = 'any'] = types;
  const isNumber = type === 'number' || type === 'integer';
  if (types.size === 1 && type === 'boolean' && !nullable) return { kind: 'boolean', rule, choices };
  if (types.size === 1 && type === 'choice' && !nullable) return { kind: 'choice', rule: '', choices };
  if (types.size === 1 && isNumber) return { kind: 'number', rule, choices };
  if (types.size === 1 && type === 'string') return { kind: 'text', rule, choices };
  const isPlain = [...types].every((one) => ['choice', 'number', 'integer'].includes(one));
  return { kind: isPlain ? 'number-or-choice' : 'json', rule, choices };
}

/** What is allowed, in a few words: `a whole number from 0 to 4294967295`. */
function ruleOf(schema: FieldSchema): string {
  if (schema.enum) return schema.enum.join(', ');
  if (schema.type !== 'number' && schema.type !== 'integer') return '';
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const isBound = (bound: number | undefined) =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  return [
    schema.type === 'integer' ? 'a whole number' : 'a number',
    ...(isBound(minimum) ? [`of at least ${minimum}`] : []),
    ...(isBound(exclusiveMinimum) ? [`above ${exclusiveMinimum}`] : []),
    ...(isBound(maximum) ? [`of at most ${maximum}`] : []),
    ...(isBound(exclusiveMaximum) ? [`below ${exclusiveMaximum}`] : []),
  ].join(' ');
}
