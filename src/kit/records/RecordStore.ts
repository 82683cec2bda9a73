/** Records of one kind in a database of their own, each parsed by its schema when it is read back. */
import { createStore, del, delMany, entries, get, getMany, keys, set, type UseStore } from 'idb-keyval';
import type * as z from 'zod';
import { StorageError } from '../../files/StorageError.ts';

/** What was read: whole records, and those that had to be left out because they don't fit their schema. */
export interface ReadBack<T> {
  records: T[];
  damaged: DamagedRecord[];
}

/** A record that can't be read, with the means to do away with it. */
export interface DamagedRecord {
  /** As it lies in storage. */
  stored: unknown;
  /** @throws StorageError */
  remove: () => Promise<void>;
  /** Writes it back as it was. @throws StorageError */
  putBack: () => Promise<void>;
}

/** The record where what lay in storage fits the schema, else null. */
export function parseRecord<T>(schema: z.ZodType<T>, stored: unknown): T | null {
  try {
    const parsed = schema.safeParse(stored);
    return parsed.success ? parsed.data : null;
  } catch {
    // What no schema can walk through, as for its depth, must not take the others with it.
    return null;
  }
}

export class RecordStore<T extends { id: string }> {
  readonly #database: string;
  readonly #what: string;
  readonly #schema: z.ZodType<T>;
  #store: UseStore | null = null;

  /** @param what the records' name in messages, e.g. `the dataset` */
  constructor(database: string, what: string, schema: z.ZodType<T>) {
    this.#database = database;
    this.#what = what;
    this.#schema = schema;
  }

  /** Reads every record. @throws StorageError */
  readAll(): Promise<ReadBack<T>> {
    return this.#guard(`Could not read ${this.#what}`, async (store) => this.#parse(await entries(store)));
  }

  /**
   * Reads every record, one after the other, and brings each up to date on the way.
   * @param update gives the record to be written in place of what lay in storage, or null to leave that
   * @throws StorageError
   */
  protected readUpdated(update: (stored: unknown) => Promise<T | null>): Promise<ReadBack<T>> {
    return this.#guard(`Could not read ${this.#what}`, async (store) => {
      const found: ReadBack<T> = { records: [], damaged: [] };
      for (const id of await keys(store)) {
        const stored: unknown = await get(id, store);
        // Deleted meanwhile, as by another tab.
        if (stored === undefined) continue;
        const updated = await update(stored);
        // Where that is refused, what lay there is brought up to date next time.
        if (updated) await set(id, updated, store).catch(() => undefined);
        const { records, damaged } = this.#parse([[id, updated ?? stored]]);
        found.records.push(...records);
        found.damaged.push(...damaged);
      }
      return found;
    });
  }

  /** Reads the records of these ids that are there, in their order. @throws StorageError */
  readSome(ids: string[]): Promise<ReadBack<T>> {
    return this.#guard(`Could not read ${this.#what}`, async (store) => {
      const found = await getMany(ids, store);
      const there = ids.map((id, place): [string, unknown] => [id, found[place]]);
      return this.#parse(there.filter(([, stored]) => stored !== undefined));
    });
  }

  /** The ids of all records, without reading these. @throws StorageError */
  ids(): Promise<string[]> {
    return this.#guard(`Could not read ${this.#what}`, (store) => keys<string>(store));
  }

  /** Writes a record under its id, in place of the one that was there. @throws StorageError */
  write(record: T): Promise<void> {
    return this.writeAsIs(record);
  }

  /** Writes what an earlier version would have written. */
  protected writeAsIs(record: { id: string }): Promise<void> {
    return this.#guard(`Could not keep ${this.#what}`, (store) => set(record.id, record, store));
  }

  /** @throws StorageError */
  remove(id: string): Promise<void> {
    return this.#guard(`Could not delete from ${this.#what}`, (store) => del(id, store));
  }

  /** @throws StorageError */
  removeSome(ids: string[]): Promise<void> {
    return this.#guard(`Could not delete from ${this.#what}`, (store) => delMany(ids, store));
  }

  /** Splits what lay in storage into records that fit the schema and those that don't. */
  #parse(stored: readonly [id: IDBValidKey, stored: unknown][]): ReadBack<T> {
    const found: ReadBack<T> = { records: [], damaged: [] };
    for (const [id, value] of stored) {
      const record = parseRecord(this.#schema, value);
      if (record) found.records.push(record);
      else {
        found.damaged.push({
          stored: value,
          remove: () => this.#guard(`Could not delete from ${this.#what}`, (store) => del(id, store)),
          putBack: () => this.#guard(`Could not keep ${this.#what}`, (store) => set(id, value, store)),
        });
      }
    }
    return found;
  }

  async #guard<R>(failure: string, use: (store: UseStore) => Promise<R>): Promise<R> {
    try {
      // Opened at first use, not at import: a browser may refuse, and the page has to live on.
      this.#store ??= createStore(this.#database, 'records');
      return await use(this.#store);
    } catch (cause) {
      throw new StorageError(failure, cause);
    }
  }
}
