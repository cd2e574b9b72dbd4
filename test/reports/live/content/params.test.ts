import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { configure } from '../../../../pipeline/study/configure.js';
import { configureWith, overrideOptions } from '../../../../reports/live/content/overrides.js';
import { paramFields } from '../../../../reports/live/content/param-fields.js';
import type { ParamField } from '../../../../reports/live/wire.js';
import { study } from '../../../../stages/study.js';

function fieldsOf(step: string): ReadonlyMap<string, ParamField> {
  const configured = configure(study, []).find(({ id }) => id === step)!;
  return new Map(paramFields(configured).map((field) => [field.name, field]));
}

describe('the form of a step', () => {
  test('has a field for each param, made from its schema, with the value that it has', () => {
    const svm = fieldsOf('svm');
    expect(svm.get('C')).toEqual({
      name: 'C',
      value: 1,
      kind: 'number',
      rule: 'a number above 0',
      choices: [],
    });
    expect(svm.get('kernel')).toMatchObject({ kind: 'choice', choices: ['rbf', 'linear', 'poly'] });
    expect(svm.get('probability')).toMatchObject({ kind: 'boolean', value: true });
    expect(svm.get('gamma')).toMatchObject({ kind: 'number-or-choice', choices: ['scale', 'auto'] });
    expect(svm.get('randomState')).toMatchObject({
      kind: 'number',
      rule: 'a whole number from 0 to 4294967295, or null',
    });
    expect(fieldsOf('svm-grid').get('grid')).toMatchObject({ kind: 'json' });
    expect(fieldsOf('digits').get('trainImages')).toMatchObject({ kind: 'text', value: null });
  });

  test('can be made for every step of the study, and has every param of it', () => {
    for (const step of configure(study, [])) {
      const checked = z.record(z.string(), z.unknown()).parse(step.checkedParams);
      const fields = new Map(paramFields(step).map((field) => [field.name, field]));
      expect([...fields.keys()]).toEqual(expect.arrayContaining(Object.keys(checked)));
      // One that may be left out and is, has no value.
      for (const [name, { value }] of fields) if (!Object.hasOwn(checked, name)) expect(value).toBeNull();
    }
  });
});

describe('params changed on a page', () => {
  test('lie over those that the program was started with', () => {
    const settings = [{ step: 'svm', path: ['C'], value: 5, origin: '--set svm.C=5' }];
    const configured = configureWith(study, settings, { svm: { gamma: 'auto' } });
    expect(
      'steps' in configured && configured.steps.find(({ id }) => id === 'svm')?.checkedParams,
    ).toMatchObject({
      C: 5,
      gamma: 'auto',
    });
  });

  test('that break a rule are told at their field, each step its own', () => {
    const configured = configureWith(study, [], {
      svm: { C: -3 },
      'rf-grid': { grid: { nEstimators: [0] } },
      rf: { nEstimators: 200 },
    });
    expect(configured).toEqual({
      problems: [
        { step: 'svm', param: 'C', message: 'C must be a number above 0; got -3.' },
        { step: 'rf-grid', param: 'grid', message: expect.stringContaining('nEstimators') },
      ],
    });
  });

  test('of steps or params that are not there are told too', () => {
    const configured = configureWith(study, [], { svn: { C: 1 }, svm: { K: 1 } });
    expect(configured).toMatchObject({
      problems: [
        { step: 'svn', param: null, message: expect.stringContaining('there is no step "svn"') },
        { step: 'svm', param: 'K', message: expect.stringContaining('has no param "K"') },
      ],
    });
  });

  test('become options of the command line, which read back as the same', () => {
    expect(overrideOptions({ svm: { C: 3, gamma: 'auto' }, digits: { trainImages: null } })).toEqual([
      'svm.C=3',
      'svm.gamma="auto"',
      'digits.trainImages=null',
    ]);
  });
});
