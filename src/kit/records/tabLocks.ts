/**
 * What only one tab of the studio may do at a time, by the browser's locks. Without these, as in a page served without TLS
 * from another machine, nobody knows of other tabs, and all of it is done.
 */

/** Does the work as the only tab; where another one is at it, or holds the name shared, `taken` has its turn instead. */
export async function unlessTaken<T>(name: string, work: () => Promise<T>, taken: () => T): Promise<T> {
  if (!navigator.locks) return work();
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : taken()));
}

/** Holds a name together with whoever else does so, until what it gives is called. */
export async function holdShared(name: string): Promise<() => void> {
  if (!navigator.locks) return () => undefined;
  const { locks } = navigator;
  return new Promise((resolve, reject) => {
    locks.request(name, { mode: 'shared' }, () => new Promise<void>((release) => resolve(release))).catch(reject);
  });
}

/** Ends once no tab holds the name alone. */
export async function onceFree(name: string): Promise<void> {
  await navigator.locks?.request(name, { mode: 'shared' }, () => undefined);
}
