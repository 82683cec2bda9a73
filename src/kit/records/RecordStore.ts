/** Records of one kind in a database of their own, each parsed by its schema when it is read back. */
import { createStore, del, delMany, get, getMany, keys, set, type UseStore, values } from 'idb-keyval';
import type * as z from 'zod';
import { StorageError } from '../../files/StorageError.ts';

/** What was read: whole records, and how many had to be left out because they don't fit their schema. */
export interface ReadBack<T> {
  records: T[];
  broken: number;
}

/** Splits what lay in storage into records that fit the schema and a count of those that don't. */
export function parseRecords<T>(schema: z.ZodType<T>, stored: unknown[]): ReadBack<T> {
  const parsed = stored.map((value) => schema.safeParse(value));
  const records = parsed.flatMap((result) => (result.success ? [result.data] : []));
  return { records, broken: stored.length - records.length };
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
    return this.#guard(`Could not read ${this.#what}`, async (store) =>
      parseRecords(this.#schema, await values(store)),
    );
  }

  /**
   * Reads every record, one after the other, and brings each up to date on the way.
   * @param update gives the record to be written in place of what lay in storage, or null to leave that
   * @throws StorageError
   */
  protected readUpdated(update: (stored: unknown) => Promise<T | null>): Promise<ReadBack<T>> {
    return this.#guard(`Could not read ${this.#what}`, async (store) => {
      const found: ReadBack<T> = { records: [], broken: 0 };
      for (const id of await keys(store)) {
        const stored: unknown = await get(id, store);
        // Deleted meanwhile, as by another tab.
        if (stored === undefined) continue;
        const updated = await update(stored);
        // Where that is refused, what lay there is brought up to date next time.
        if (updated) await set(id, updated, store).catch(() => undefined);
        const { records, broken } = parseRecords(this.#schema, [updated ?? stored]);
        found.records.push(...records);
        found.broken += broken;
      }
      return found;
    });
  }

  /** Reads the records of these ids that are there, in their order. @throws StorageError */
  readSome(ids: string[]): Promise<ReadBack<T>> {
    return this.#guard(`Could not read ${this.#what}`, async (store) => {
      const found = await getMany(ids, store);
      return parseRecords(
        this.#schema,
        found.filter((value) => value !== undefined),
      );
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
