import { generateKeyPairSync, sign } from 'node:crypto';
import { chmodSync, cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../cache/hash.js';
import { signText } from '../../cache/signature.js';
import { appendedKey, type Tables } from '../../cache/tables/tables.js';
import { restudy, temporaryFolder } from './restudy.js';
import { writeSmallStudy } from './small-digits.js';
import { putRecord, recordOf, tamper } from './tamper.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const original = path.join(folder, 'original');
const mine = keyPair('mine');
const theirs = keyPair('theirs');
let common: string[];
const run = (cache: string, ...args: string[]) =>
  restudy(['run', 'split', '--cache', cache, ...common, ...args]);
const audit = (cache: string, ...args: string[]) =>
  restudy(['audit', 'split', '--cache', cache, ...common, ...args]);

function keyPair(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const files = { private: path.join(folder, `${name}.pem`), public: path.join(folder, `${name}.pub.pem`) };
  writeFileSync(files.private, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(files.public, publicKey.export({ type: 'spki', format: 'pem' }));
  return { ...files, sign: (text: string) => sign(null, Buffer.from(text), privateKey).toString('base64') };
}

function copy(name: string): string {
  const cache = path.join(folder, name);
  cpSync(original, cache, { recursive: true });
  return cache;
}

beforeAll(async () => {
  common = ['--params', writeSmallStudy(folder)];
  expect(await run(original, '--sign', mine.private)).toMatchObject({ code: 0, stderr: '' });
});

describe('a signed history', () => {
  test('is whole to whoever has the public key, and to whoever has none', async () => {
    const { code, stdout } = await audit(original, '--public-key', mine.public);
    expect(stdout).toMatch(/^history: \d+ links, it is whole and signed$/m);
    expect(code).toBe(0);
    expect((await audit(original)).code).toBe(0);
  });

  test('is not whole with another key', async () => {
    const { code, stdout } = await audit(original, '--public-key', theirs.public);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ +(\d+ links: 0 to \d+|link 0): not signed with this key$/m);
  });

  test('has to be signed to the end: links without a signature are counted and named', async () => {
    const cache = copy('unsigned');
    await run(cache);
    const { code, stdout } = await audit(cache, '--public-key', mine.public);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ +link \d+: not signed$/m);
  });

  test('shows a record that was edited and put into a history written anew, which is whole without the key', async () => {
    const cache = copy('forged');
    await tamper(cache, async (tables) => {
      const record = recordOf(tables, 'split');
      await putRecord(tables, { ...record, log: ['nothing to see here'] });
      await rewriteHistory(tables);
    });
    expect((await audit(cache)).code).toBe(0);
    const unsigned = await audit(cache, '--public-key', mine.public);
    expect(unsigned.code).toBe(1);
    expect(unsigned.stdout).toContain('link 0: not signed\n');

    await tamper(cache, (tables) => rewriteHistory(tables, theirs.sign));
    const wronglySigned = await audit(cache, '--public-key', mine.public);
    expect(wronglySigned.code).toBe(1);
    expect(wronglySigned.stdout).toMatch(/^ +(\d+ links: 0 to \d+|link 0): not signed with this key$/m);
  });
});

/** Replaces the history by one link that vouches for all that there is now. */
async function rewriteHistory(tables: Tables, signer?: (text: string) => string): Promise<void> {
  const old = tables.entries('chain').map(([key]) => ({ table: 'chain' as const, key }));
  const entries = (['records', 'runs', 'run-steps', 'tags'] as const).flatMap((table) =>
    tables.entries(table).map(([key, text]) => ({ table, key, digest: sha256(Buffer.from(text)) })),
  );
  const link = JSON.stringify({ previous: null, at: '2026-11-24T10:00:00.000Z', entries });
  await tables.write([...old, { table: 'chain', key: appendedKey(0), text: signText(link, signer) }]);
}

describe('keys', () => {
  test('other than Ed25519 in PEM are refused in one line that tells how to make one', async () => {
    const rsa = path.join(folder, 'rsa.pem');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(rsa, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const { code, stderr } = await run(path.join(folder, 'none'), '--sign', rsa);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^restudy: --sign \S+rsa\.pem: this must be a PEM file with an Ed25519 private key .* it holds a key of type rsa\. .*openssl genpkey .*\n$/,
    );
    const text = await audit(original, '--public-key', common[1]!);
    expect(text.code).toBe(2);
    expect(text.stderr).toMatch(/^restudy: --public-key .* an Ed25519 public key .* something else\. .*\n$/);
    const missing = await run(original, '--sign', '/nowhere.pem');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/^restudy: --sign \/nowhere\.pem: cannot read the file: .*\n$/);
  });

  test('that others can read are used, with a warning', async () => {
    const open = keyPair('open');
    chmodSync(open.private, 0o644);
    const { code, stderr } = await run(copy('open-key'), '--sign', open.private);
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^restudy: --sign \S+: others than you can use this key \(its mode is 644\): chmod 600 \S+\n$/,
    );
  });
});
