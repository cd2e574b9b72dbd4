import { randomBytes } from 'node:crypto';
import type { RunHeader } from '../../cache/record.js';

/** The header of a run that starts now. Its id sorts by time: `20261122T184507-1b2c3d4e`. */
export function newRun(study: string, command: readonly string[]): RunHeader {
  const startedAt = new Date().toISOString();
  const id = `${startedAt.replace(/[-:]/g, '').slice(0, 15)}-${randomBytes(4).toString('hex')}`;
  return { id, study, startedAt, command: [...command] };
}
