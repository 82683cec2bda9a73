/** Errors as they cross the border between page and workers: plain data, so that code and advice arrive intact. */
import type { MemoryProposal } from './memory.ts';

/** What went wrong, in a closed list that the page can switch on. */
export type StudioErrorCode =
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
  | 'adapter-damaged'
  | 'adapter-unsupported'
  | 'cancelled'
  | 'paused'
  | 'busy'
  | 'internal';

/** An error as a person meets it: one sentence on what happened, one on what to do next. */
export interface StudioFault {
  code: StudioErrorCode;
  message: string;
  advice: string;
  /** Where memory ran out: what would take less. */
  proposal?: MemoryProposal | null;
}

/** What every worker call resolves to. Calls never reject for foreseeable reasons. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; fault: StudioFault };
