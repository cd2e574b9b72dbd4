import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { findFault } from '../../../cache/lmdb/lmdb-check.js';
import { readMetas } from '../../../cache/lmdb/lmdb-meta.js';
import { LmdbPages, NONE } from '../../../cache/lmdb/lmdb-pages.js';
import { makeSampleStore } from '../../torture/sample-store.js';
import { must, type OpenTarget } from '../target.js';

const PAGE = 4096;
/** An input is a list of these: where in the file (u32), and what stands there then. */
const [PLACE_BYTES, CONTENT_BYTES] = [4, 8];
const PATCH_BYTES = PLACE_BYTES + CONTENT_BYTES;
/** Where LMDB keeps numbers: in the heads of pages, at the beginning of their entries, and in what the first two say. */
const PLACES_IN_A_PAGE = [0, 8, 16, 24, 32, 88, 136, 144, 152, PAGE - 64, PAGE - 16];

class Fault extends Error {}

/**
 * A store's data file, of which some bytes are others: it is looked at for what is wrong, and read as a repair reads it,
 * without LMDB.
 */
export const dataFile: OpenTarget = async (folder) => {
  await makeSampleStore(folder, 'small');
  const name = path.join(folder, 'data.mdb');
  const whole = readFileSync(name);
  const file = openSync(name, 'r+');
  const places = Array.from({ length: whole.length / PAGE }, (_, page) =>
    PLACES_IN_A_PAGE.map((place) => page * PAGE + place),
  ).flat();
  return {
    // What is there already, so that an input has some numbers that are others.
    corpus: Array.from({ length: 40 }, (_, index) =>
      Buffer.concat(places.filter((_, place) => place % 40 === index).map((place) => patchOf(whole, place))),
    ),
    isRefusal: (error) => error instanceof Fault,
    parse(input) {
      const patched: number[] = [];
      for (let at = 0; at + PATCH_BYTES <= input.length; at += PATCH_BYTES) {
        const patch = Buffer.from(input.subarray(at, at + PATCH_BYTES));
        const place = patch.readUInt32LE(0) % (whole.length - CONTENT_BYTES);
        writeSync(file, patch, PLACE_BYTES, CONTENT_BYTES, place);
        patched.push(place);
      }
      try {
        const fault = findFault(folder);
        const [meta] = readMetas(file);
        const pages = new LmdbPages(file, meta?.pageSize ?? PAGE, NONE, () => undefined);
        for (const { value } of pages.strays()) must(value() instanceof Buffer, 'a value cannot be read');
        if (fault !== undefined) throw new Fault(fault);
      } finally {
        for (const place of patched) writeSync(file, whole, place, CONTENT_BYTES, place);
      }
    },
    close: () => closeSync(file),
  };
};

function patchOf(whole: Buffer, place: number): Buffer {
  const patch = Buffer.alloc(PATCH_BYTES);
  patch.writeUInt32LE(place);
  whole.copy(patch, PLACE_BYTES, place, place + CONTENT_BYTES);
  return patch;
}
