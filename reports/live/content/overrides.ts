import * as z from 'zod';
import { ParamError, RestudyError } from '../../../pipeline/errors.js';
import { type ConfiguredStep, configure, type Setting } from '../../../pipeline/study/configure.js';
import type { Study } from '../../../pipeline/study/study.js';
import type { Overrides, ParamProblem } from '../wire.js';

export const overridesSchema = z.record(z.string(), z.record(z.string(), z.json()));

/** Overrides as settings. Where one was set is its own name, so that a message begins with it. */
export function overrideSettings(overrides: Overrides): Setting[] {
  return Object.entries(overrides).flatMap(([step, params]) =>
    Object.entries(params).map(([name, value]) => ({ step, path: [name], value, origin: `${step}.${name}` })),
  );
}

/** The same, as options of the command line. */
export function overrideOptions(overrides: Overrides): string[] {
  return overrideSettings(overrides).map(({ origin, value }) => `${origin}=${JSON.stringify(value)}`);
}

export type Configured =
  | { readonly steps: readonly ConfiguredStep[] }
  | { readonly problems: readonly ParamProblem[] };

/**
 * The study with a program's settings, and overrides on top. Gives what is wrong with the overrides, one problem a step;
 * throws what is wrong with the settings themselves.
 */
export function configureWith(study: Study, settings: readonly Setting[], overrides: Overrides): Configured {
  const own = overrideSettings(overrides);
  const problems = own.length === 0 ? [] : problemsOf(study, settings, own);
  return problems.length > 0 ? { problems } : { steps: configure(study, [...settings, ...own]) };
}

/** Each step by itself, since `configure` ends at the first problem. */
function problemsOf(study: Study, settings: readonly Setting[], own: readonly Setting[]): ParamProblem[] {
  const named = [...new Set(own.map(({ step }) => step))];
  return named.flatMap((id): ParamProblem[] => {
    const steps = study.steps.filter((step) => step.id === id);
    const ofStep = [...settings, ...own].filter(({ step }) => step === id);
    try {
      configure(steps.length > 0 ? { ...study, steps } : study, ofStep);
      return [];
    } catch (error) {
      if (!(error instanceof RestudyError)) throw error;
      const param = error instanceof ParamError ? (error.path[0] ?? null) : null;
      const origin = `${id}.${param}: `;
      const message = error.message.startsWith(origin) ? error.message.slice(origin.length) : error.message;
      return [{ step: id, param, message }];
    }
  });
}
