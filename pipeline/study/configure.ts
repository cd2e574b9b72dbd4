import * as z from 'zod';
import { ParamError, RestudyError } from '../errors.js';
import { suggest } from '../nearest.js';
import type { Step } from './step.js';
import type { Study } from './study.js';

/** A value that a user set for a param, and where it was set (an option or a file, for error messages). */
export interface Setting {
  readonly step: string;
  /** The param's name, or the path to a part of it: `['grid', 'C']`. */
  readonly path: readonly string[];
  readonly value: unknown;
  readonly origin: string;
}

/** A step with all its params known and checked. */
export interface ConfiguredStep extends Step {
  /** After the stage's schema: defaults filled in. */
  readonly checkedParams: unknown;
}

/**
 * A study with its params settled: each stage's defaults, over them what the study says, over that the
 * user's settings, the last one first. Throws a RestudyError for an unknown step, and a ParamError for an
 * unknown param and for a value that breaks its rule.
 */
export function configure(study: Study, settings: readonly Setting[]): ConfiguredStep[] {
  const ids = study.steps.map(({ id }) => id);
  for (const { step, origin } of settings) {
    if (!ids.includes(step)) {
      throw new RestudyError('bad-usage', `${origin}: there is no step "${step}". ${suggest(step, ids)}`);
    }
  }
  return study.steps.map((step) => {
    const own = settings.filter((setting) => setting.step === step.id);
    const params = own.reduce<Record<string, unknown>>(
      (before, { path, value }) => withValueAt(before, path, value),
      { ...step.params },
    );
    return { ...step, checkedParams: check(step, params, own) };
  });
}

/** The schema of a step's params. */
export function paramsSchema({ stage, uses }: Step): z.ZodType {
  return typeof stage.params === 'function' ? stage.params(uses as never) : stage.params;
}

function check(step: Step, params: Record<string, unknown>, settings: readonly Setting[]): unknown {
  const schema = paramsSchema(step);
  const result = schema.safeParse(params);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (!issue) throw result.error;
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const name = [...issue.path.map(String), key].join('.');
    const known = schema instanceof z.ZodObject && issue.path.length === 0 ? Object.keys(schema.shape) : [];
    throw new ParamError(
      step.id,
      [...issue.path.map(String), key],
      `${originOf(step, [...issue.path, key], settings)}: step "${step.id}" has no param "${name}". ${suggest(key, known)}`,
    );
  }
  const name = String(issue.path.at(-1) ?? '');
  const place = [step.id, ...issue.path.map(String)].join('.');
  const message = issue.message.includes(name) ? issue.message : `${place}: ${issue.message}.`;
  const path = issue.path.map(String);
  throw new ParamError(step.id, path, `${originOf(step, issue.path, settings)}: ${message}`);
}

/** Where the value that an issue is about was set. */
function originOf(step: Step, place: readonly PropertyKey[], settings: readonly Setting[]): string {
  const setting = settings.findLast(({ path }) => path.every((key, index) => key === String(place[index])));
  return setting?.origin ?? `Step "${step.id}" of the study`;
}

function withValueAt(
  object: Record<string, unknown>,
  path: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...object, [key]: value };
  const inner = object[key];
  const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
  return { ...object, [key]: withValueAt(isObject ? (inner as Record<string, unknown>) : {}, rest, value) };
}
