import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isGone, type ProcessIdentity, self } from '../process-identity.js';
import { StoreError } from '../store-error.js';

/**
 * Who has a store's folder open, so that one process can have it for itself for a while.
 *
 * Whoever opens the folder makes an empty file in it whose name says who it is, ending in `.open`, and removes
 * it after closing. Whoever needs the folder alone makes one that ends in `.alone`, and then looks for the others.
 * Who opens announces itself first and looks for `.alone` second, who wants to be alone does it the other way
 * round: so at least one of two sees the other. The one who opens waits; the one who wants to be alone gives up.
 *
 * A file is all in its name, so there is no moment at which it is half written. The files of a process that was
 * killed are known by its identity, and deleted by the next one who found the store sound or wants to be alone.
 */
const NAME = /^(?<pid>\d+)-(?<started>\d*)-[0-9a-f]{8}-(?<host>.+)\.(?<role>open|alone)$/;
type Role = 'open' | 'alone';

/** Who wants to be alone gives short visitors, such as a run with nothing to do, this long to leave. */
const PATIENCE_MS = 2_000;
/** Who opens waits this long for one that is alone: it may be copying some gigabytes. */
const MOST_WAIT_MS = 300_000;
const POLL_MS = 20;

export interface Presence {
  /** Whether somebody had the folder open who did not leave it as one does, and nobody else has it open now. */
  readonly wasAbandoned: boolean;
  /** Forgets those who died. Until then everybody who comes is told. */
  forgetDead(): void;
  /** Tells nobody any more. */
  leave(): void;
  /**
   * Keeps newcomers out from now on, and waits a little for those who are in to leave. Gives either who is
   * still in (and newcomers may come again), or a presence: nobody else has the folder open until it ends.
   */
  alone(): Promise<{ readonly others: readonly ProcessIdentity[] } | { readonly alone: { leave(): void } }>;
}

/**
 * Announces this process in a folder, and waits while another one is alone there. Does not return before
 * that one has left or died. Throws a StoreError if that takes minutes.
 */
export function enterFolder(folder: string): Presence {
  const open = announce(folder, 'open');
  try {
    waitWhileTaken(folder);
  } catch (error) {
    open.leave();
    throw error;
  }
  return {
    wasAbandoned: wasAbandoned(folder, open.name),
    forgetDead: () => void present(folder, 'open'),
    leave: open.leave,
    async alone() {
      const alone = announce(folder, 'alone');
      for (const end = performance.now() + PATIENCE_MS; ; await delay(POLL_MS)) {
        const others = present(folder, 'open').filter(({ name }) => name !== open.name);
        if (others.length === 0) return { alone };
        if (performance.now() < end) continue;
        alone.leave();
        return { others: others.map(({ identity }) => identity) };
      }
    },
  };
}

function announce(folder: string, role: Role): { readonly name: string; leave(): void } {
  const { pid, started, host } = self();
  const random = randomBytes(4).toString('hex');
  const name = `${pid}-${started ?? ''}-${random}-${encodeURIComponent(host)}.${role}`;
  const file = path.join(folder, name);
  closeSync(openSync(file, 'wx'));
  return { name, leave: () => remove(file) };
}

/** As `rmSync` with `force` would, which takes longer than all else here. */
function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

interface Announced {
  readonly name: string;
  readonly identity: ProcessIdentity;
}

/** Those who announced themselves in a folder as such. */
function announced(folder: string, wanted: Role): Announced[] {
  return readdirSync(folder).flatMap((name) => {
    const { pid, started, host, role } = NAME.exec(name)?.groups ?? {};
    if (!pid || !host || role !== wanted) return [];
    return [{ name, identity: { pid: Number(pid), started: started || null, host: decodeHost(host) } }];
  });
}

/** Those of them who live. Deletes the files of those who do not. */
function present(folder: string, wanted: Role): Announced[] {
  return announced(folder, wanted).filter(({ name, identity }) => {
    if (!isGone(identity)) return true;
    remove(path.join(folder, name));
    return false;
  });
}

function wasAbandoned(folder: string, own: string): boolean {
  const others = announced(folder, 'open').filter(({ name }) => name !== own);
  return others.length > 0 && others.every(({ identity }) => isGone(identity));
}

function decodeHost(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function waitWhileTaken(folder: string): void {
  // Set when there is somebody to wait for: `performance` is loaded by Node when it is first used.
  let end: number | undefined;
  for (;;) {
    const [taken] = present(folder, 'alone');
    if (!taken) return;
    end ??= performance.now() + MOST_WAIT_MS;
    // This process cannot wait for itself.
    if (performance.now() < end && taken.identity.pid !== process.pid) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
      continue;
    }
    const { pid, host } = taken.identity;
    throw new StoreError(
      'busy',
      folder,
      `Process ${pid} on ${host} is compacting the cache in ${folder}: try again when it is done. If there is no such process, delete ${path.join(folder, taken.name)}.`,
    );
  }
}
