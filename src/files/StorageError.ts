/** The browser's storage refused: what a person is told about it. */
import { type ErrorInfo, errorInfo } from '../contract/errors.ts';
import { type Said, say } from '../contract/message.ts';
import { isFull } from './FileStore.ts';

export class StorageError extends Error {
  /** The same as plain data, which crosses between page and workers. */
  readonly info: ErrorInfo;

  /** @param what what could not be done, e.g. `Could not keep the library` */
  constructor(what: Said, cause: unknown) {
    const info = isFull(cause)
      ? errorInfo(
          'storage-full',
          say('{what}: the browser’s storage is full.', { what }),
          'Delete adapters or gallery pictures you no longer need, or free space on this device, and try again.',
        )
      : // A closed storage refuses everything in the same words, so that they need saying only once.
        errorInfo(
          'storage-full',
          say('The browser refuses to store anything{reason}.', { reason: reason(cause) }),
          'All works until the page is closed, but nothing is kept. Often a private window or a site setting is the cause.',
        );
    super(info.message, { cause });
    this.name = 'StorageError';
    this.info = info;
  }

  /** What to do next, as a sentence. */
  get advice(): string {
    return this.info.advice;
  }
}

function reason(cause: unknown): string {
  return cause instanceof Error && cause.message !== '' ? ` (${cause.message.replace(/\.$/, '')})` : '';
}
