/** Work on a table of records within one transaction of its own: all of it is done, or nothing. */
import { promisifyRequest, type UseStore } from 'idb-keyval';

/** Puts and deletes. An error that it throws, or hands to `fail`, undoes all of it. */
export type Work = (objects: IDBObjectStore, fail: (error: unknown) => void) => void;

/** Does the work; rejects with its own error where it had one. */
export function write(store: UseStore, work: Work): Promise<void> {
  return store('readwrite', async (objects) => {
    let failure: { error: unknown } | null = null;
    const fail = (error: unknown) => {
      failure = { error };
      objects.transaction.abort();
    };
    try {
      work(objects, fail);
    } catch (error) {
      fail(error);
    }
    await promisifyRequest(objects.transaction).catch((cause: unknown) => {
      throw failure ? failure.error : cause;
    });
  });
}

/**
 * Changes one value.
 * @param change is given what is there, undefined where nothing is, and puts another in its place; `withOthers` gives it all
 * others first
 */
export function changeOne(
  id: string,
  change: (
    stored: unknown,
    put: (changed: unknown) => void,
    withOthers: (use: (others: readonly unknown[]) => void) => void,
  ) => void,
): Work {
  return (objects, fail) => {
    const attempt = (step: () => void) => () => {
      try {
        step();
      } catch (error) {
        fail(error);
      }
    };
    const put = (changed: unknown) => void objects.put(changed, id);
    const withOthers = (use: (others: readonly unknown[]) => void) => {
      const keys = objects.getAllKeys();
      const values = objects.getAll();
      // Requests of a transaction are answered in their order.
      values.onsuccess = attempt(() => use(values.result.filter((_, place) => keys.result[place] !== id)));
    };
    const reading = objects.get(id);
    reading.onsuccess = attempt(() => change(reading.result, put, withOthers));
  };
}

/** The same by a value alone. @param change gives the value to be written; undefined leaves what is there */
export function writeChanged(id: string, change: (stored: unknown) => unknown): Work {
  return changeOne(id, (stored, put) => {
    const changed = change(stored);
    if (changed !== undefined) put(changed);
  });
}
