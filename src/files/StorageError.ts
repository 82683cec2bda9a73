/** The browser's storage refused: what a person is told about it. */
import type { ErrorInfo } from '../contract/errors.ts';
import { isFull } from './FileStore.ts';

export class StorageError extends Error {
  /** What to do next, as a sentence. */
  readonly advice: string;

  /** @param what what could not be done, e.g. `Could not keep the library` */
  constructor(what: string, cause: unknown) {
    const full = isFull(cause);
    // A closed storage refuses everything in the same words, so that they need saying only once.
    super(full ? `${what}: the browser’s storage is full.` : `The browser refuses to store anything${reason(cause)}.`, {
      cause,
    });
    this.name = 'StorageError';
    this.advice = full
      ? 'Delete adapters or gallery pictures you no longer need, or free space on this device, and try again.'
      : 'All works until the page is closed, but nothing is kept. Often a private window or a site setting is the cause.';
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error && cause.message !== '' ? ` (${cause.message.replace(/\.$/, '')})` : '';
}

/** The same as plain data, which crosses between page and workers. @param what as StorageError takes it */
export function storageErrorInfo(what: string, cause: unknown): ErrorInfo {
  const { message, advice } = new StorageError(what, cause);
  return { code: 'storage-full', message, advice };
}
