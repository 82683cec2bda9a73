/**
 * Records of one kind in a database of their own, each parsed by its schema when it is read back. Several tabs may use them
 * at once: a record that is there is changed as it lies in storage at that moment, and each tab hears of the others' changes.
 */
import { createStore, entries, get, getMany, keys, promisifyRequest, type UseStore } from 'idb-keyval';
import type * as z from 'zod';
import { type Message, msg } from '../../contract/message.ts';
import { StorageError } from '../../files/StorageError.ts';
import { hearTabs, tellTabs } from './recordChannel.ts';
import { changeOne, type Work, write, writeChanged } from './transactions.ts';

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

/** What other tabs did: records as they are by now, and ids of those that are gone. */
export interface HeardChanges<T> {
  written: T[];
  removed: string[];
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

/** What storage refused, of which records. */
const FAILED = {
  read: msg('Could not read {what}'),
  keep: msg('Could not keep {what}'),
  remove: msg('Could not delete from {what}'),
} as const;
type Failure = (typeof FAILED)[keyof typeof FAILED];

export class RecordStore<T extends { id: string }> {
  readonly #database: string;
  /** The records' name in messages, e.g. `the dataset`. */
  readonly what: Message;
  readonly #schema: z.ZodType<T>;
  #store: UseStore | null = null;
  /** Ids of records that this tab is writing or removing. */
  readonly #writing: string[] = [];
  /** Has records looked up and shown, as if another tab had changed them. */
  #lookUp: (ids: readonly string[]) => void = () => undefined;
  /** Called whenever it has done so. */
  #written: () => void = () => undefined;

  /** @param what the records' name in messages, e.g. `the dataset` */
  constructor(database: string, what: Message, schema: z.ZodType<T>) {
    this.#database = database;
    this.what = what;
    this.#schema = schema;
  }

  /** Reads every record. @throws StorageError */
  readAll(): Promise<ReadBack<T>> {
    return this.#read(async (store) => this.#parse(await entries(store)));
  }

  /**
   * Reads every record, one after the other, and brings each up to date on the way.
   * @param update does what has to be done first and gives the record as it is to be written, or null to leave what lay there
   * @throws StorageError
   */
  protected readUpdated(update: (stored: unknown) => Promise<T | null>): Promise<ReadBack<T>> {
    return this.#read(async (store) => {
      const found: ReadBack<T> = { records: [], damaged: [] };
      for (const id of await keys<string>(store)) {
        const stored: unknown = await get(id, store);
        // Deleted meanwhile, as by another tab.
        if (stored === undefined) continue;
        const updated = await update(stored);
        if (updated) {
          // What another tab made of it meanwhile, which is parsed alike.
          const parsed = (now: unknown) => (now === undefined ? null : parseRecord(this.#schema, now)) ?? undefined;
          // Where that is refused, what lay there is brought up to date next time.
          await write(store, writeChanged(id, parsed)).catch(() => undefined);
        }
        const { records, damaged } = this.#parse([[id, updated ?? stored]]);
        found.records.push(...records);
        found.damaged.push(...damaged);
      }
      return found;
    });
  }

  /** Reads the records of these ids that are there, in their order. @throws StorageError */
  readSome(ids: readonly string[]): Promise<ReadBack<T>> {
    return this.#read(async (store) => {
      const found = await getMany([...ids], store);
      const there = ids.map((id, place): [string, unknown] => [id, found[place]]);
      return this.#parse(there.filter(([, stored]) => stored !== undefined));
    });
  }

  /** The ids of all records, without reading these. @throws StorageError */
  ids(): Promise<string[]> {
    return this.#read((store) => keys<string>(store));
  }

  /** Whether there is such a record, damaged or not. @throws StorageError */
  has(id: string): Promise<boolean> {
    return this.#read((store) =>
      store('readonly', async (objects) => (await promisifyRequest(objects.getKey(id))) !== undefined),
    );
  }

  /** Writes a new record, or one that is put back, in place of whatever has its id. @throws StorageError */
  write(record: T): Promise<void> {
    return this.writeSome([record]);
  }

  /** Writes all of these or none, as `write` does. @throws StorageError */
  writeSome(records: readonly T[]): Promise<void> {
    return this.#keep(
      records.map(({ id }) => id),
      (objects) => {
        for (const record of records) objects.put(record, record.id);
      },
    );
  }

  /** A record that comes from outside, where it fits; else null. */
  parse(value: unknown): T | null {
    return parseRecord(this.#schema, value);
  }

  /** Writes a record that comes from outside, and shows it on this page as if another tab had written it. @throws StorageError */
  async bring(record: T): Promise<void> {
    await this.write(record);
    this.#lookUp([record.id]);
  }

  /**
   * Changes a record that is there, as it is at that moment, in one transaction: what another tab changed of it meanwhile
   * stays, and what another tab deleted stays deleted.
   * @param change gives the record to be written; null leaves it
   * @returns the record as it is from now on; null where there is none that can be read
   * @throws StorageError
   */
  update(id: string, change: (record: T) => T | null): Promise<T | null> {
    return this.put(id, (record) => record && change(record));
  }

  /**
   * The same for a record that may not be there yet.
   * @param change is given null where there is none, or none that can be read
   * @throws StorageError
   */
  async put(id: string, change: (record: T | null) => T | null): Promise<T | null> {
    let record: T | null = null;
    await this.#keep(
      [id],
      changeOne(id, (stored, put, withOthers) => {
        const before = stored === undefined ? null : parseRecord(this.#schema, stored);
        const after = change(before);
        record = after ?? before;
        if (!after) return;
        const putAs = (fitting: T) => {
          record = fitting;
          put(this.asStored(fitting, stored));
        };
        const beside = this.besideOthers(after, before);
        if (beside) withOthers((others) => putAs(beside(others)));
        else putAs(after);
      }),
    );
    return record;
  }

  /**
   * What a record that is put has to be beside all others, as they lie in storage in the same transaction, where no other tab
   * comes in between; null where they make no difference to it.
   * @param _before null where there was none, or none that can be read
   */
  protected besideOthers(_record: T, _before: T | null): ((others: readonly unknown[]) => T) | null {
    return null;
  }

  /** A changed record as it goes into storage. @param before what lay there, undefined where nothing did */
  protected asStored(record: T, _before: unknown): unknown {
    return record;
  }

  /** @throws StorageError */
  remove(id: string): Promise<void> {
    return this.removeSome([id]);
  }

  /** Removes all of these or none. @throws StorageError */
  removeSome(ids: readonly string[]): Promise<void> {
    return this.#write(FAILED.remove, ids, (objects) => {
      for (const id of ids) objects.delete(id);
    });
  }

  /**
   * Reads what is kept, and from then on hears what other tabs do to it; what they did while it was read comes after it.
   * @param load reads and shows what is there
   */
  async follow(load: () => Promise<void>, heard: (changes: HeardChanges<T>) => void): Promise<void> {
    const changed = new Set<string>();
    let busy = true;
    // What this tab itself is at is looked up after that: it may be what undoes what was read.
    const next = () => [...changed].filter((id) => !this.#writing.includes(id));
    const show = async (ids: readonly string[]) => {
      for (const id of ids) changed.delete(id);
      // Storage that refuses is told of where this tab itself needs it.
      const found = await this.#read((store) => getMany<unknown>([...ids], store)).catch(() => []);
      const changes: HeardChanges<T> = { written: [], removed: [] };
      for (const [place, stored] of found.entries()) {
        const id = ids[place] ?? '';
        const record = stored === undefined ? null : parseRecord(this.#schema, stored);
        if (this.#writing.includes(id)) changed.add(id);
        else if (record) changes.written.push(record);
        else if (stored === undefined) changes.removed.push(id);
      }
      if (changes.written.length + changes.removed.length > 0) heard(changes);
    };
    const lookUp = async () => {
      busy = true;
      try {
        for (let ids = next(); ids.length > 0; ids = next()) await show(ids);
      } finally {
        // What throws here must not keep the page from hearing of anything else.
        busy = false;
      }
    };
    const lookUpNow = () => void (busy || lookUp());
    this.#written = lookUpNow;
    this.#lookUp = (ids) => {
      for (const id of ids) changed.add(id);
      lookUpNow();
    };
    hearTabs(this.#database, this.#lookUp);
    await load();
    await lookUp();
  }

  /** Splits what lay in storage into records that fit the schema and those that don't. */
  #parse(stored: readonly [id: string, stored: unknown][]): ReadBack<T> {
    const found: ReadBack<T> = { records: [], damaged: [] };
    for (const [id, value] of stored) {
      const record = parseRecord(this.#schema, value);
      if (record) found.records.push(record);
      else {
        found.damaged.push({
          stored: value,
          remove: () => this.remove(id),
          putBack: () => this.#keep([id], (objects) => void objects.put(value, id)),
        });
      }
    }
    return found;
  }

  #read<R>(use: (store: UseStore) => Promise<R>): Promise<R> {
    return this.#guard(FAILED.read, use);
  }

  #keep(ids: readonly string[], work: Work): Promise<void> {
    return this.#write(FAILED.keep, ids, work);
  }

  /** Every write there is: in one transaction, and told to the other tabs once it is done. */
  async #write(failure: Failure, ids: readonly string[], work: Work): Promise<void> {
    this.#writing.push(...ids);
    try {
      await this.#guard(failure, (store) => write(store, work));
      tellTabs(this.#database, ids);
    } finally {
      for (const id of ids) this.#writing.splice(this.#writing.indexOf(id), 1);
      this.#written();
    }
  }

  async #guard<R>(failure: Failure, use: (store: UseStore) => Promise<R>): Promise<R> {
    try {
      // Opened at first use, not at import: a browser may refuse, and the page has to live on.
      this.#store ??= createStore(this.#database, 'records');
      return await use(this.#store);
    } catch (cause) {
      throw new StorageError({ text: failure, values: { what: { text: this.what } } }, cause);
    }
  }
}
