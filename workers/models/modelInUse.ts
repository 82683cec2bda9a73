/**
 * Which models are in use, in whichever tab: a studio that has one open holds a lock in its name, so that nobody removes
 * the files beneath it. The browser lets the lock go with the worker that held it.
 */

const lockOf = (id: string) => `weft-model ${id}`;

/** Marks a model as in use; gives what ends that. Where the browser has no locks nobody knows of other tabs. */
export function holdModel(id: string): Promise<() => void> {
  if (!navigator.locks) return Promise.resolve(() => {});
  return new Promise((held, failed) => {
    const until = () => new Promise<void>((release) => held(release));
    navigator.locks.request(lockOf(id), { mode: 'shared' }, until).catch(failed);
  });
}
