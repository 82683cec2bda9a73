/** A film has one maker at a time: of all tabs of the studio, that which draws or encodes it. */
import { StudioError } from '../../../contract/errors.ts';
import { unlessTaken, unlessTakenFor } from '../../../kit/records/tabLocks.ts';

/** Milliseconds to wait for tabs that only look whether the film is being made, or are just done. */
const PATIENCE = 1000;

export const makerLock = (film: string) => `weft-film ${film}`;

/**
 * Does the work with a film while no other tab makes it.
 * @throws StudioError `busy` where one does
 */
export function asOnlyMaker<T>(film: string, work: () => Promise<T>): Promise<T> {
  return unlessTakenFor(PATIENCE, makerLock(film), work, () => {
    throw new StudioError({
      code: 'busy',
      message: 'This film is being made in another tab.',
      advice: 'Wait until it is done, or pause it there.',
    });
  });
}

/** The same, where nothing is lost by leaving it. */
export function unlessMade(film: string, work: () => Promise<unknown>): Promise<unknown> {
  return unlessTaken(makerLock(film), work, () => undefined);
}
