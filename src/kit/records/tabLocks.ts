/**
 * What only one tab of the studio may do at a time, by the browser's locks. Without these, as in a page served without TLS
 * from another machine, nobody knows of other tabs, and all of it is done.
 */

const locks = (): LockManager | undefined => globalThis.navigator?.locks;

/** Does the work as the only tab; where another one is at it, or holds the name shared, `taken` has its turn instead. */
export async function unlessTaken<T>(name: string, work: () => Promise<T>, taken: () => T): Promise<T> {
  const manager = locks();
  if (!manager) return work();
  return manager.request(name, { ifAvailable: true }, (lock) => (lock ? work() : taken()));
}

/**
 * The same, after waiting for whoever holds it a moment, so that tabs which only look don't come in between. A browser that
 * is slow to answer is no tab that holds it.
 * @param patience milliseconds
 */
export async function unlessTakenFor<T>(
  patience: number,
  name: string,
  work: () => Promise<T>,
  taken: () => T,
): Promise<T> {
  const manager = locks();
  if (!manager) return work();
  const waiting = new AbortController();
  let begun = false;
  let timer: ReturnType<typeof setTimeout>;
  const look = async () => {
    // Answered after the request, if that is granted at all by then.
    const others = (await heldAs(name)).length > 0;
    if (begun) return;
    if (others) waiting.abort();
    else timer = setTimeout(look, patience);
  };
  timer = setTimeout(look, patience);
  try {
    return await manager.request(name, { signal: waiting.signal }, () => {
      begun = true;
      clearTimeout(timer);
      return work();
    });
  } catch (error) {
    if (begun) throw error;
    return taken();
  } finally {
    begun = true;
    clearTimeout(timer);
  }
}

/** Whether a tab holds the name alone, without getting into its way. */
export async function isTaken(name: string): Promise<boolean> {
  return (await heldAs(name)).includes('exclusive');
}

/** Whether tabs hold the name together. */
export async function isHeldShared(name: string): Promise<boolean> {
  return (await heldAs(name)).includes('shared');
}

/** How tabs hold the name. */
async function heldAs(name: string): Promise<(LockMode | undefined)[]> {
  const { held = [] } = (await locks()?.query()) ?? {};
  return held.filter((lock) => lock.name === name).map(({ mode }) => mode);
}

/** Holds a name together with whoever else does so. What it gives lets go of it, and ends once that is done. */
export async function holdShared(name: string): Promise<() => Promise<void>> {
  let release = (): void => undefined;
  const manager = locks();
  if (!manager) return async () => undefined;
  return new Promise((resolve, reject) => {
    const held = manager.request(name, { mode: 'shared' }, () => {
      const released = new Promise<void>((done) => {
        release = done;
      });
      resolve(() => {
        release();
        return held;
      });
      return released;
    });
    held.catch(reject);
  });
}

/** Ends once no tab holds the name alone. */
export async function onceFree(name: string): Promise<void> {
  await locks()?.request(name, { mode: 'shared' }, () => undefined);
}
