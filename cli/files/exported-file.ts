import { readFileSync } from 'node:fs';
import { encodeArtifact } from '../../cache/artifact/codec.js';
import { decodeNpy } from '../../cache/artifact/npy.js';
import { type Hash, sha256 } from '../../cache/hash.js';
import { RestudyError } from '../../pipeline/errors.js';

/**
 * The artifacts that a file may be an export of, likeliest first. The bytes themselves name the artifact of a
 * `--format bin` export. An npy or JSON export is read and encoded again: values have one encoding only, so a kept
 * artifact of that name is the very one. That leads nowhere for JSON of what held typed arrays, since they became
 * plain ones, or of what refers to other artifacts.
 *
 * Throws a RestudyError if the file cannot be read.
 */
export function candidateHashes(file: string): Hash[] {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new RestudyError('bad-input', `--file ${file}: cannot read the file: ${(error as Error).message}`);
  }
  const values = [...tryAll(() => npyValues(bytes)), ...tryAll(() => [JSON.parse(bytes.toString())])];
  return [sha256(bytes), ...values.flatMap((value) => tryAll(() => [sha256(encodeArtifact(value))]))];
}

/** The values that are exported as this npy file: an array, or a matrix. */
function npyValues(bytes: Uint8Array): unknown[] {
  const { data, shape } = decodeNpy(bytes);
  const [rows, columns] = shape;
  return shape.length === 1 ? [data] : shape.length === 2 ? [{ data, rows, columns }] : [];
}

/** What is no npy file, or no JSON, has no such values. */
function tryAll<Item>(read: () => Item[]): Item[] {
  try {
    return read();
  } catch {
    return [];
  }
}
