import { writeFileSync } from 'node:fs';
import { openIdxFile } from '../../../../stages/data/formats/idx-file.js';
import type { IdxHeader, IdxKind } from '../../../../stages/data/formats/idx-header.js';

/** What an IDX file of these bytes is read as. Rejects as `openIdxFile` does. */
export async function readIdx(
  file: string,
  bytes: Uint8Array,
  kind: IdxKind,
): Promise<IdxHeader & { readonly data: Uint8Array }> {
  writeFileSync(file, bytes);
  const opened = await openIdxFile(file, kind);
  try {
    const data = new Uint8Array(opened.header.dataBytes);
    await opened.readInto(data);
    return { ...opened.header, data };
  } finally {
    await opened.close();
  }
}
