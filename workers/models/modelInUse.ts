import { studioError } from '../../src/contract/errors.ts';

/**
 * Which models are in use, in whichever tab: a studio that has one open, or that writes one, holds a lock in its name, so
 * that nobody else changes the files beneath it. The browser lets the lock go with the worker that held it. Where a
 * browser has no locks nobody knows of other tabs.
 */

const lockOf = (id: string) => `weft-model ${id}`;

/** Marks a model as open; gives what ends that. */
export function holdModel(id: string): Promise<() => void> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((held, failed) => {
    const until = () => new Promise<void>((release) => held(release));
    navigator.locks.request(lockOf(id), { mode: 'shared' }, until).catch(failed);
  });
}

/** Does the work while nobody else has the model open or writes it. @throws StudioError `busy` where somebody has or does */
export async function ownModel<T>(id: string, work: () => Promise<T>): Promise<T> {
  if (!navigator.locks) return work();
  return navigator.locks.request(lockOf(id), { ifAvailable: true }, (lock) => {
    if (lock) return work();
    throw studioError(
      'busy',
      'This model is open, or is being added in another tab of the studio.',
      'Switch to another model first, here and in every other tab; then try again.',
    );
  });
}
