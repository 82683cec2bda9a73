/** Of all tabs of the studio one may train, or change what is kept of unfinished runs. */
import { StudioError } from '../../../contract/errors.ts';

const LOCK = 'weft-training';
/** Milliseconds to wait for a tab that is just done. */
const PATIENCE = 2000;

/**
 * Does the work while no other tab trains. Without the browser's locks, as in a page served without TLS from another
 * machine, nobody knows of other tabs.
 * @throws StudioError `busy` where another tab trains
 */
export async function asOnlyTrainer<T>(work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), PATIENCE);
  let begun = false;
  try {
    return await navigator.locks.request(LOCK, { signal: waiting.signal }, () => {
      begun = true;
      clearTimeout(timer);
      return work();
    });
  } catch (error) {
    if (begun) throw error;
    throw new StudioError({
      code: 'busy',
      message: 'Another tab of the studio is training.',
      advice: 'Wait until it is done, or stop it there.',
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Does the work as soon as no other tab trains, however long that takes. */
export async function onceNobodyTrains(work: () => Promise<void>): Promise<void> {
  await (navigator.locks ? navigator.locks.request(LOCK, work) : work());
}
