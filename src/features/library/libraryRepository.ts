/** A repository: records of one kind, newest first, each under a name of its own, on the page and in storage. */

import type { RecordStore } from '../../kit/records/RecordStore.ts';
import { uniqueName } from '../../kit/records/uniqueName.ts';
import { keep, readKept } from '../../session/noticesStore.ts';
import type { LibraryRecord } from './records/libraryFields.ts';
import type { RunScores } from './records/runScores.ts';

/** Where the repository's records are on the page. */
interface Place<T> {
  read: () => readonly T[];
  change: (to: (records: readonly T[]) => T[]) => void;
}

export class LibraryRepository<T extends LibraryRecord> {
  constructor(
    private readonly what: string,
    private readonly store: RecordStore<T>,
    private readonly place: Place<T>,
  ) {}

  /** Reads what was kept; what came to it meanwhile stays. */
  async load(): Promise<void> {
    const records = await readKept(this.what, () => this.store.readAll());
    this.place.change((present) => sorted([...present, ...records]));
  }

  byId(id: string): T | null {
    return this.place.read().find((record) => record.id === id) ?? null;
  }

  /** Keeps a record under a name of its own, close to the one it has. Tells whether storage took it. */
  async keep(record: T): Promise<{ record: T; kept: boolean }> {
    const named = { ...record, name: this.freeName(record.name, record.id) };
    this.place.change((records) => sorted([...records, named]));
    return { record: named, kept: await keep(() => this.store.write(named)) };
  }

  /** Gives a record a new name, made unique; an empty one is left as it was. */
  async rename(id: string, wanted: string): Promise<void> {
    if (wanted.trim() !== '') await this.alter(id, { name: this.freeName(wanted, id) });
  }

  /** Shows another picture for a record; one that was deleted meanwhile is left alone. @param thumbnail PNG */
  setThumbnail(id: string, thumbnail: ArrayBuffer): Promise<void> {
    return this.alter(id, { thumbnail });
  }

  /** Keeps a record's new scores; one that was deleted meanwhile is left alone. */
  setScores(id: string, scores: RunScores): Promise<void> {
    return this.alter(id, { scores });
  }

  /** Notes what a person says of a record; one that was deleted meanwhile is left alone. */
  note(id: string, change: Partial<Omit<T, keyof LibraryRecord>>): Promise<void> {
    return this.alter(id, change);
  }

  /** Deletes a record; gives what puts it back, or null where there is none. */
  async remove(id: string): Promise<(() => Promise<void>) | null> {
    const removed = this.byId(id);
    if (!removed) return null;
    this.place.change((records) => records.filter((record) => record.id !== id));
    await keep(() => this.store.remove(id));
    return async () => {
      await this.keep(removed);
    };
  }

  private async alter(
    id: string,
    change: Partial<LibraryRecord> | Partial<Omit<T, keyof LibraryRecord>>,
  ): Promise<void> {
    const record = this.byId(id);
    if (!record) return;
    const altered = { ...record, ...change };
    this.place.change((records) => records.map((other) => (other.id === id ? altered : other)));
    await keep(() => this.store.write(altered));
  }

  private freeName(wanted: string, id: string): string {
    const others = this.place.read().filter((record) => record.id !== id);
    return uniqueName(
      wanted,
      others.map(({ name }) => name),
    );
  }
}

const sorted = <T extends LibraryRecord>(records: T[]) => records.sort((a, b) => b.createdAt - a.createdAt);
