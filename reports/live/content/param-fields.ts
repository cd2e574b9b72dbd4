import * as z from 'zod';
import { type ConfiguredStep, paramsSchema } from '../../../pipeline/study/configure.js';
import type { ParamField } from '../wire.js';

/** The parts of JSON Schema that a form can make something of. Anything else is edited as JSON. */
const fieldSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
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

/** One of the kinds of value that a param may have. */
interface Alternative {
  readonly type: string;
  /** The only values, as texts, where there are few. */
  readonly choices: readonly string[];
  readonly rule: string;
}

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
  const all = alternativesOf(schema);
  const some = all.filter(({ type }) => type !== 'null');
  const isNullable = some.length < all.length;
  const choices = some.flatMap((one) => one.choices);
  const kind = kindOf(new Set(some.map(({ type }) => type)), isNullable);
  const rules = [...some.map((one) => one.rule), ...(isNullable ? ['null'] : [])].filter(Boolean);
  return { kind, rule: kind === 'choice' ? '' : rules.join(', or '), choices };
}

function kindOf(types: ReadonlySet<string>, isNullable: boolean): ParamField['kind'] {
  const isAmong = (...wanted: string[]) => [...types].every((type) => wanted.includes(type));
  if (isAmong('boolean') && !isNullable) return 'boolean';
  if (isAmong('choice') && !isNullable) return 'choice';
  if (isAmong('number', 'integer')) return 'number';
  if (isAmong('string')) return 'text';
  return isAmong('number', 'integer', 'choice') ? 'number-or-choice' : 'json';
}

function alternativesOf(schema: FieldSchema): Alternative[] {
  if (schema.anyOf) return schema.anyOf.flatMap(alternativesOf);
  const values = schema.enum ?? ('const' in schema ? [schema.const] : undefined);
  if (values?.every((value) => typeof value === 'string')) {
    return [{ type: 'choice', choices: values, rule: values.join(', or ') }];
  }
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['any']);
  return types.map((type) => ({ type, choices: [], rule: numberRule(type, schema) }));
}

/** What is allowed of a number, in a few words: `a whole number from 0 to 4294967295`. */
function numberRule(type: string, schema: FieldSchema): string {
  if (type !== 'number' && type !== 'integer') return '';
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  const { exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  // Whole numbers have the largest exact ones as their bounds, which says nothing.
  const [least, most] = [schema.minimum, schema.maximum].map((bound) =>
    Math.abs(bound ?? Number.MAX_SAFE_INTEGER) < Number.MAX_SAFE_INTEGER ? bound : undefined,
  );
  if (least !== undefined && most !== undefined) return `${noun} from ${least} to ${most}`;
  return [
    noun,
    ...(least === undefined ? [] : [`of at least ${least}`]),
    ...(most === undefined ? [] : [`of at most ${most}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ].join(' ');
}
