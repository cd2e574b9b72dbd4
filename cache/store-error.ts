/** What is wrong with a store, as a stable code. */
export type StoreProblem =
  /** The path, or a part of it, is something else than a folder. */
  | 'not-a-folder'
  | 'not-accessible'
  /** There is a file in the store's place that is not one. */
  | 'not-a-store'
  /** Its file is damaged, or was cut short. */
  | 'damaged'
  /** A newer version of Restudy made it. */
  | 'newer-format'
  /** An older version of Restudy made it, and this one does not read it any more. */
  | 'older-format'
  | 'disk-full'
  /** Somebody has it for itself for longer than one would wait. */
  | 'busy'
  /** Reading or writing failed for another reason, which the message gives. */
  | 'failed';

/** A store that cannot be used. The message is one line for people: the folder, the reason, the way out. */
export class StoreError extends Error {
  readonly code: StoreProblem;
  readonly folder: string;

  constructor(code: StoreProblem, folder: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
    this.folder = folder;
  }
}

export function diskFull(folder: string, cause?: unknown): StoreError {
  const message = `There is no space left for ${folder}: free some, or choose another folder with --cache.`;
  return new StoreError('disk-full', folder, message, { cause });
}

/** @param fault what is wrong with its file. */
export function damaged(folder: string, fault: string, cause?: unknown): StoreError {
  const message = `The cache in ${folder} is damaged (data.mdb: ${fault}): restudy cache verify --repair keeps what is good of it, and what is lost is computed again. Or choose another folder with --cache.`;
  return new StoreError('damaged', folder, message, { cause });
}

/** What an error says, in one line: LMDB's messages may have several. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().replace(/\s+/g, ' ');
}
