import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { CheckSignature, Sign } from '../../cache/signature.js';
import { RestudyError } from '../../pipeline/errors.js';
import { writeWarning } from '../terminal/output.js';

/** How a pair of keys is made, for error messages and help. */
const MAKE_KEYS =
  'openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out key.pub.pem';

/** Others than the owner may read the file, or write it. */
const OTHERS = 0o077;

/** Signs with the Ed25519 key in a PEM file. Warns on stderr if others can read the file. */
export function signWith(file: string): Sign {
  const option = `--sign ${file}`;
  const pem = readPem(option, file);
  const key = ed25519(option, 'private', () => createPrivateKey(pem));
  const { mode } = statSync(file);
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    writeWarning(
      `${option}: others than you can use this key (its mode is ${(mode & 0o777).toString(8)}): chmod 600 ${file}`,
    );
  }
  return (text) => sign(null, Buffer.from(text), key).toString('base64');
}

/** Checks signatures against the Ed25519 public key in a PEM file. */
export function signaturesOf(file: string): CheckSignature {
  const option = `--public-key ${file}`;
  const pem = readPem(option, file);
  const key = ed25519(option, 'public', () => createPublicKey(pem));
  return (text, signature) => verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function readPem(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new RestudyError('bad-usage', `${option}: cannot read the file: ${(error as Error).message}`);
  }
}

function ed25519(option: string, kind: 'private' | 'public', read: () => KeyObject): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read();
  } catch {
    // Not a key, or one under a passphrase: said below.
  }
  if (key?.asymmetricKeyType === 'ed25519') return key;
  const found = key?.asymmetricKeyType ? `a key of type ${key.asymmetricKeyType}` : 'something else';
  throw new RestudyError(
    'bad-usage',
    `${option}: this must be a PEM file with an Ed25519 ${kind} key and no passphrase; it holds ${found}. Make one with: ${MAKE_KEYS}`,
  );
}
