import { createHash } from 'node:crypto';
import { constants, type FileHandle, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { DownloadError } from './download-error.js';
import type { Listener, Network } from './network.js';
import { type Answer, request } from './request.js';
import { retry } from './retry.js';

/** A file to be had from the network, and what it must be. */
export interface WantedFile {
  readonly address: URL;
  /** Lower-case hexadecimal. */
  readonly md5: string;
}

/** Larger than any data set that is classified here: MNIST as text has 122 MB. */
const MAX_FILE_BYTES = 2 ** 30;

/**
 * The bytes of a file that has this MD5: from `folder`, where they are kept under it, or downloaded. What came of a
 * download that broke is kept in a file beside (`.part`), and the next one goes on where it ended. The bytes are held
 * against the checksum as a whole, each time, so what is returned is the wanted file or nothing.
 *
 * Rejects with a DownloadError for a server that does not have it, a checksum that differs, more than 1 GiB, and a
 * network that fails six times in a row.
 */
export async function download(
  wanted: WantedFile,
  folder: string,
  network: Network,
  listener: Listener,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = path.join(folder, wanted.md5);
  const part = `${file}.part`;
  const before = await readIfThere(file);
  if (before && md5Of(before) === wanted.md5) {
    // Of two processes that downloaded it, the slower one was killed.
    await rm(part, { force: true });
    return before;
  }
  if (before) {
    listener.log(`${file} is damaged: it is downloaded again.`);
    await rm(file);
  }
  await mkdir(folder, { recursive: true });
  const isResumed = (await sizeOf(part)) > 0;
  return (
    (await complete(wanted, part, file, network, listener)) ??
    // What was there before may be to blame. From the start there is nothing but the server.
    (isResumed ? await complete(wanted, part, file, network, listener) : undefined) ??
    refuse(wanted)
  );
}

/** Downloads what is missing of a file; undefined, and nothing left of it, if it is not what it must be then. */
async function complete(
  wanted: WantedFile,
  part: string,
  file: string,
  network: Network,
  listener: Listener,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  await retry(() => append(wanted.address, part, network, listener), network, listener);
  // Another process that downloads the same may have been sooner.
  for (const place of [part, file]) {
    const bytes = await readIfThere(place);
    if (!bytes || md5Of(bytes) !== wanted.md5) continue;
    if (place === part) await rename(part, file).catch(unlessMissing);
    return bytes;
  }
  await rm(part, { force: true });
  return undefined;
}

function refuse({ address, md5 }: WantedFile): never {
  throw new DownloadError(
    address,
    `what it gives does not have the MD5 ${md5}. Nothing was kept; another try may help if it was damaged on the way.`,
  );
}

/** One attempt to get the rest of a file. */
async function append(address: URL, part: string, network: Network, listener: Listener): Promise<void> {
  const start = await sizeOf(part);
  const range: Record<string, string> = start > 0 ? { range: `bytes=${start}-` } : {};
  const answer = await request(address, range, network, listener.signal);
  // Nothing is there beyond what came already: the checksum says whether that is all of it.
  if (answer.status === 416 && start > 0) return;
  if (answer.status !== 200 && answer.status !== 206) {
    throw new DownloadError(address, `the server answers ${answer.status}.`);
  }
  const from = answer.status === 206 ? rangeStart(answer, start, address) : 0;
  const total = totalBytes(answer, from);
  if (total !== undefined && total > MAX_FILE_BYTES) throw tooLarge(address);
  // Nothing is cut off: another process that downloads the same has written the same bytes to the same places.
  const handle = await open(part, constants.O_RDWR | constants.O_CREAT);
  try {
    // The server gives no ranges.
    if (from < start) await handle.truncate(from);
    const end = await write(answer, handle, from, total, address, listener);
    if (total !== undefined && end < total) {
      throw new DownloadError(address, `it ended after ${end} of ${total} bytes.`, { isPassing: true });
    }
  } finally {
    await handle.close();
  }
}

async function write(
  { body }: Answer,
  handle: FileHandle,
  from: number,
  total: number | undefined,
  address: URL,
  listener: Listener,
): Promise<number> {
  let end = from;
  for await (const chunk of body) {
    if (end + chunk.length > (total ?? MAX_FILE_BYTES)) throw tooLarge(address, total);
    for (let written = 0; written < chunk.length; ) {
      written += (await handle.write(chunk, written, chunk.length - written, end + written)).bytesWritten;
    }
    end += chunk.length;
    if (total !== undefined) listener.progress(end / total);
  }
  return end;
}

function tooLarge(address: URL, total = MAX_FILE_BYTES): DownloadError {
  return new DownloadError(address, `it gives more than ${total} bytes.`);
}

/** Where a range starts. Throws a DownloadError unless that is where it was asked to. */
function rangeStart({ headers }: Answer, start: number, address: URL): number {
  const range = headers.get('content-range') ?? 'none';
  if (new RegExp(`^bytes ${start}-`).test(range)) return start;
  throw new DownloadError(
    address,
    `bytes from ${start} were asked for, and the range ${JSON.stringify(range)} answered.`,
  );
}

/** How long the whole file will be, if the server says so. */
function totalBytes({ headers }: Answer, from: number): number | undefined {
  // What was packed for the way has another length than what arrives.
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity') return undefined;
  const length = headers.get('content-length');
  return length !== null && /^\d+$/.test(length) ? from + Number(length) : undefined;
}

function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

async function readIfThere(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return readFile(file).catch(unlessMissing);
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}
