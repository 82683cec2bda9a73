/** Of all tabs of the studio one may train, or change what is kept of unfinished runs. */
import { StudioError } from '../../../contract/errors.ts';
import { t } from '../../../kit/language/t.ts';
import { unlessTakenFor } from '../../../kit/records/tabLocks.ts';

const LOCK = 'weft-training';
/** Milliseconds to wait for a tab that is just done. */
const PATIENCE = 2000;

/**
 * Does the work while no other tab trains.
 * @throws StudioError `busy` where another tab trains
 */
export function asOnlyTrainer<T>(work: () => Promise<T>): Promise<T> {
  return unlessTakenFor(PATIENCE, LOCK, work, () => {
    throw new StudioError({
      code: 'busy',
      message: t('Another tab of the studio is training.'),
      advice: t('Wait until it is done, or stop it there.'),
    });
  });
}

/** Does the work as soon as no other tab trains, however long that takes. */
export async function onceNobodyTrains(work: () => Promise<void>): Promise<void> {
  await (navigator.locks ? navigator.locks.request(LOCK, work) : work());
}
