/** Errors that reach a person: thrown as StudioError on either side, crossing between page and workers as plain data. */
import type { MemoryProposal } from './memory.ts';
import { inEnglish, type Said } from './message.ts';

/** What went wrong, in a closed list that the page can switch on. */
export type ErrorCode =
  | 'not-an-image'
  | 'image-damaged'
  | 'image-too-large'
  | 'image-unsupported'
  | 'model-unavailable'
  | 'model-damaged'
  | 'model-unsupported'
  | 'connection-lost'
  | 'storage-full'
  | 'device-unavailable'
  | 'device-lost'
  | 'out-of-memory'
  | 'bad-setting'
  | 'no-images'
  | 'adapter-mismatch'
  | 'adapter-missing'
  | 'adapter-damaged'
  | 'adapter-unsupported'
  | 'run-missing'
  | 'diverged'
  | 'cancelled'
  | 'paused'
  | 'busy'
  | 'part-missing'
  | 'internal';

/**
 * An error as a person meets it: one sentence on what happened, one on what to do next. Workers say both in English; the page says
 * them in its language where it knows them.
 */
export interface ErrorInfo {
  code: ErrorCode;
  message: string;
  advice: string;
  /** How the sentences were made that have values in them. */
  said?: { message?: Said; advice?: Said };
  /** Where memory ran out: what would take less. */
  proposal?: MemoryProposal | null;
}

/** What every worker call resolves to. Calls never reject for foreseeable reasons. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: ErrorInfo };

/** An error that a person can act on. */
export class StudioError extends Error {
  override readonly name = 'StudioError';

  constructor(readonly info: ErrorInfo) {
    super(info.message);
  }
}

/**
 * What an error tells, from its parts.
 * @param message one sentence on what happened @param advice one sentence on what to do next; either by `say` where it has values
 */
export function errorInfo(
  code: ErrorCode,
  message: string | Said,
  advice: string | Said,
  proposal: MemoryProposal | null = null,
): ErrorInfo {
  const made = {
    ...(typeof message === 'object' && { message }),
    ...(typeof advice === 'object' && { advice }),
  };
  return {
    code,
    message: typeof message === 'object' ? inEnglish(message) : message,
    advice: typeof advice === 'object' ? inEnglish(advice) : advice,
    ...(Object.keys(made).length > 0 && { said: made }),
    ...(proposal && { proposal }),
  };
}

/** An error from its parts, as `errorInfo` takes them. */
export function studioError(
  code: ErrorCode,
  message: string | Said,
  advice: string | Said,
  proposal: MemoryProposal | null = null,
): StudioError {
  return new StudioError(errorInfo(code, message, advice, proposal));
}
