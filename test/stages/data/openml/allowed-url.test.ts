import { expect, test } from 'vitest';
import { allowedUrl } from '../../../../stages/data/openml/allowed-url.js';
import { DownloadError } from '../../../../stages/data/openml/download-error.js';
import { refusal } from '../refusal.js';

test.each([
  ['https://www.openml.org/a', 'https://www.openml.org/a'],
  ['https://openml.org/a', 'https://openml.org/a'],
  ['http://openml1.win.tue.nl/d.pq', 'https://openml1.win.tue.nl/d.pq'],
  ['http://api.openml.org:80/a?b', 'https://api.openml.org/a?b'],
  ['/b', 'https://data.openml.org/b'],
  ['//api.openml.org/b', 'https://api.openml.org/b'],
])('%s is asked as %s', (address, asked) => {
  expect(allowedUrl(address, new URL('https://data.openml.org/a')).href).toBe(asked);
});

test.each([
  'https://example.org/',
  'https://openml.org.example.org/',
  'https://notopenml.org/',
  'https://tue.nl/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://localhost/',
  'https://169.254.169.254/latest/meta-data/',
  'https://user@openml.org/',
  'https://openml.org:8443/',
  'http://openml.org:8080/',
  'file:///etc/passwd',
  'ftp://openml.org/',
  'data:text/plain,x',
  '//example.org/x',
  '',
  'https://',
])('%s is not asked', async (address) => {
  const base = address === '' || address === 'https://' ? undefined : new URL('https://openml.org/a');
  expect(await refusal(() => allowedUrl(address, base), DownloadError)).toMatch(
    /^OpenML: it leads to ".*", which is not asked: /,
  );
});
