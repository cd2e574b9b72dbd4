import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { exportHashesSchema } from '../../pipeline/code/exported-code.js';
import { byOrigin, type Fingerprints, fingerprints } from '../../pipeline/code/fingerprint.js';
import { type SourceOptions, sourceCode } from '../../pipeline/code/from-sources.js';
import { isVouchedFor, type Piece } from '../../pipeline/study/coded.js';
import { isAsDefined } from '../../pipeline/study/stage.js';
import { shippedCode } from './fingerprints.js';

/**
 * The fingerprints of a study of one's own: own code from its sources, and the stages and estimators of this package as its
 * release knows them. What own code imports of `restudy/estimators` and `restudy/stages` counts by the hash of each export;
 * what it imports of `restudy`, the engine, does not count.
 */
export function studyFingerprints(
  options: Pick<SourceOptions, 'study' | 'loadedAtMs' | 'store'> = {},
): Fingerprints {
  const exported = v.parse(
    exportHashesSchema,
    JSON.parse(readFileSync(new URL('./exports.json', import.meta.url), 'utf8')),
  );
  const release = new URL('./', import.meta.url).href;
  let pieces: Promise<ReadonlySet<unknown>> | undefined;
  const isReleased = async ({ coded }: Piece) => {
    if (!coded.module.startsWith(release)) return false;
    pieces ??= releasedPieces();
    // A copy with something changed is not what was released.
    return isVouchedFor(coded) || ((await pieces).has(coded) && isAsDefined(coded));
  };
  return fingerprints(byOrigin(shippedCode(), sourceCode({ ...options, exported, release }), isReleased));
}

async function releasedPieces(): Promise<ReadonlySet<unknown>> {
  const modules = await Promise.all([import('../../estimators/index.js'), import('../../stages/index.js')]);
  return new Set(modules.flatMap((module) => Object.values(module) as unknown[]));
}
