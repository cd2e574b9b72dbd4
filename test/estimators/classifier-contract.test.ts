import { expect, test } from 'vitest';
import * as estimators from '../../estimators/index.js';
import { describeClassifier } from '../classifier-contract.js';
import { cases } from './contract/cases.js';

for (const [name, given] of Object.entries(cases)) describeClassifier(name, given);

test('every classifier of the library is held to the contract', () => {
  const isClassifier = (value: unknown) =>
    typeof value === 'object' && value !== null && 'fit' in value && 'predict' in value;
  const exported = Object.entries(estimators).filter(([, value]) => isClassifier(value));
  expect(exported.map(([name]) => name)).toContain('svc');
  const held = new Set<unknown>(Object.values(cases).map(({ classifier }) => classifier));
  expect(exported.filter(([, value]) => !held.has(value)).map(([name]) => name)).toEqual([]);
});
