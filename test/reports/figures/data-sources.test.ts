import { expect, test } from 'vitest';
import { encodeArtifact } from '../../../cache/artifact/codec.js';
import { dataSources } from '../../../reports/figures/data-sources.js';
import { madeRecord } from '../../pipeline/records.js';

const said = { name: 'pets', source: 'a local CSV file', licence: 'unknown' };

function describedBy(description: unknown) {
  const record = madeRecord('fetch', { outputs: { description: 'd' } });
  return dataSources([record], () => encodeArtifact(description))[0]?.description;
}

test('data is told with the names of its classes, where it has names', () => {
  expect(describedBy({ ...said, classNames: ['cat', 'dog'], featureNames: ['a'] })).toEqual({
    ...said,
    classNames: ['cat', 'dog'],
  });
  expect(describedBy(said)).toEqual(said);
});

test('what is no description of data is told as none', () => {
  expect(describedBy({ ...said, classNames: 'cat' })).toBeNull();
  expect(describedBy(42)).toBeNull();
});
