/** The browser's storage refused: what a person is told about it. */
export class StorageError extends Error {
  /** What to do next, as a sentence. */
  readonly advice: string;

  constructor(what: string, cause: unknown) {
    super(`${what}: ${reason(cause)}`, { cause });
    this.name = 'StorageError';
    this.advice = isQuota(cause)
      ? 'Delete adapters or gallery pictures you no longer need, or free space on this device, and try again.'
      : 'It stays usable until the page is closed. A private window or a blocked site setting often is the cause.';
  }
}

function isQuota(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'QuotaExceededError';
}

function reason(cause: unknown): string {
  if (isQuota(cause)) return 'the browser’s storage is full.';
  return cause instanceof Error && cause.message !== '' ? cause.message : 'the browser’s storage is not available.';
}
