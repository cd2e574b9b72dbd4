import { describe, expect, test } from 'vitest';
import type { ClassifierCase } from './case.js';

/** Params are checked: what breaks a rule is refused with a message that names the param, the rule and the value. */
export function describeParams({ classifier, params, otherParams, outOfRange }: ClassifierCase): void {
  const checked = classifier.params.parse(params) as Readonly<Record<string, unknown>>;

  const messageOf = (broken: object) => {
    const { error } = classifier.params.safeParse({ ...params, ...broken });
    return error?.issues[0]?.message;
  };

  const expectRefusal = (param: string, value: unknown) => {
    const message = messageOf({ [param]: value });
    expect(message).toContain(`${param} must be`);
    expect(message).toContain(`got ${JSON.stringify(value)}`);
  };

  describe('params', () => {
    test('are plain data, and those that were checked pass as they are', () => {
      expect(JSON.parse(JSON.stringify(checked))).toEqual(checked);
      expect(classifier.params.parse(checked)).toEqual(checked);
      expect(classifier.params.parse(otherParams)).toMatchObject(otherParams);
    });

    test('that it does not have are refused', () => {
      expect(messageOf({ notAParam: 1 })).toContain('notAParam');
    });

    test.each(Object.keys(checked).map((param) => [param]))('%s of a wrong type is refused', (param) => {
      expectRefusal(param, '?');
    });

    test.each(outOfRange)('%s %j is refused', expectRefusal);

    test('that are numbers have a value here that is refused', () => {
      const numbers = Object.keys(checked).filter((param) => typeof checked[param] === 'number');
      expect(outOfRange.map(([param]) => param)).toEqual(expect.arrayContaining(numbers));
    });
  });
}
