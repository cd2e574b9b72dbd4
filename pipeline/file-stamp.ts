import { type BigIntStats, statSync } from 'node:fs';

/**
 * A file whose last change lies this close to the moment it was read may be changed again without its times moving
 * on, since clocks of file systems are coarse: FAT's counts in steps of two seconds.
 */
const RACY_MS = 2_000;

/**
 * What the file system says of a file, as a text: its size, both times (ns), inode and device. It is what git's index
 * goes by, and the device. The time of last change (ctime) is the one that counts: whatever is written, renamed or
 * put in its place gets a new one, and `touch -r`, `cp -p` and `tar` cannot set it.
 */
export function stampOf({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): string {
  return `${size}:${mtimeNs}:${ctimeNs}:${ino}:${dev}`;
}

/** The stamp of what there is at a path now, links followed; `absent` if there is nothing. */
export function stampAt(place: string): string {
  const stat = statSync(place, { throwIfNoEntry: false, bigint: true });
  return stat ? stampOf(stat) : 'absent';
}

/**
 * Whether a stat that a file has before and after it is read, and has again later, proves that the content is the same.
 * Not if the file is too young or from the future (git's docs call it racy: technical/racy-git), nor on a file system
 * that knows no inodes or no time of last change.
 * @param atMs before the file is read, in ms since the epoch.
 */
export function isProof(
  { mtimeNs, ctimeNs, ino }: Pick<BigIntStats, 'mtimeNs' | 'ctimeNs' | 'ino'>,
  atMs: number,
): boolean {
  const settledNs = BigInt(atMs - RACY_MS) * 1_000_000n;
  return ino > 0n && ctimeNs > 0n && ctimeNs < settledNs && mtimeNs < settledNs;
}

/** The same of what there is at a path now; that there is nothing proves itself. */
export function isProofAt(place: string, atMs: number): boolean {
  const stat = statSync(place, { throwIfNoEntry: false, bigint: true });
  return stat === undefined || isProof(stat, atMs);
}
