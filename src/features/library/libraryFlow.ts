/** Items into the library, altered in it, and out of it again, on the page and in storage. What this works with is handed in. */
import type { ItemAbout } from '../../contract/library/itemAbout.ts';
import type { HeardChanges } from '../../kit/records/RecordStore.ts';
import type { LibraryEvent } from './libraryReducer.ts';
import { itemById, type KeptAdapter, type KeptEmbedding, type LibraryItem, type LibraryState } from './libraryState.ts';
import type { RunScores } from './records/runScores.ts';

/** The records of one kind. A refusal of storage is told to the person there. */
export interface ItemRecords<T extends LibraryItem> {
  /** Reads what is kept, and from then on hears what other tabs do to it. */
  follow: (read: (items: readonly T[]) => void, heard: (changes: HeardChanges<T>) => void) => Promise<void>;
  /** Gives it as it lies in storage then, in place of one that has its name; null where storage refuses. */
  write: (record: T) => Promise<T | null>;
  /** Changes a record as it lies in storage by now, and gives it; null where it is gone, undefined where storage refuses. */
  update: (id: string, change: Partial<T>) => Promise<T | null | undefined>;
  remove: (id: string) => Promise<unknown>;
}

/** What the library needs of the rest of the studio. */
export interface LibraryTools {
  state: () => LibraryState;
  tell: (event: LibraryEvent) => void;
  adapters: ItemRecords<KeptAdapter>;
  embeddings: ItemRecords<KeptEmbedding>;
  /** Deletes numbers that closed pages left without a record. */
  sweep: () => Promise<void>;
}

/** What came into the library, under the name that it has there. */
export interface KeptItem<T extends LibraryItem = LibraryItem> {
  record: T;
  /** Whether storage took it. */
  kept: boolean;
}

export class LibraryFlow {
  readonly #tools: LibraryTools;
  /** What storage lacks of items, as yet or since it refused: changes of one that is there, null for the whole of one. */
  readonly #lacking = new Map<string, Partial<LibraryItem> | null>();

  constructor(tools: LibraryTools) {
    this.#tools = tools;
  }

  /** Reads what was kept, and goes on hearing what other tabs do to it; what came to it meanwhile stays. */
  async load(): Promise<void> {
    const { tell, adapters, embeddings, sweep } = this.#tools;
    const read = (items: readonly LibraryItem[]) => tell({ type: 'read', items });
    const heard = (changes: HeardChanges<LibraryItem>) => this.#hear(changes);
    // Either is shown as soon as it is read: an adapter of an earlier version takes its time.
    await Promise.all([adapters.follow(read, heard), embeddings.follow(read, heard)]);
    tell({ type: 'loaded' });
    await sweep();
  }

  /** Keeps an item under a name close to the one it has. One that is there already stays as it is. */
  async keep<T extends LibraryItem>(item: T): Promise<KeptItem<T>> {
    const { state, tell } = this.#tools;
    tell({ type: 'kept', item });
    // The kind is the item's own: it was put where items of its method are.
    const record = itemById(state(), item.id) as T;
    const stored = (await this.#write(record)) as T | null;
    return { record: stored ?? record, kept: stored !== null };
  }

  /** Tries once more to store an item that storage refused, or what it refused of it. */
  async storeAgain(id: string): Promise<void> {
    const item = itemById(this.#tools.state(), id);
    const change = this.#lacking.get(id);
    if (item && change) await this.#update(item, change);
    else if (item && change === null) await this.#write(item);
  }

  /** Gives an item a new name, made unique; an empty one is left as it was. */
  rename(id: string, name: string): Promise<void> {
    return this.#alter({ type: 'renamed', id, name });
  }

  /** Shows another picture for an item. @param thumbnail PNG */
  setThumbnail(id: string, thumbnail: ArrayBuffer): Promise<void> {
    return this.#alter({ type: 'altered', id, change: { thumbnail } });
  }

  setScores(id: string, scores: RunScores): Promise<void> {
    return this.#alter({ type: 'altered', id, change: { scores } });
  }

  describe(id: string, about: ItemAbout): Promise<void> {
    return this.#alter({ type: 'altered', id, change: { about } });
  }

  setFewSteps(id: string, fewSteps: boolean): Promise<void> {
    return this.#alter({ type: 'few-steps', id, fewSteps });
  }

  /** Takes an item out; gives what puts it back, or null where there is none. */
  async remove(id: string): Promise<(() => Promise<void>) | null> {
    const { state, tell, adapters, embeddings } = this.#tools;
    const removed = itemById(state(), id);
    if (!removed) return null;
    tell({ type: 'removed', id });
    this.#lacking.delete(id);
    await (removed.method === 'lora' ? adapters : embeddings).remove(id);
    return async () => {
      await this.keep(removed);
    };
  }

  /** Tells what happens to an item and writes what changed; one that was deleted meanwhile is left alone. */
  async #alter(event: LibraryEvent & { id: string }): Promise<void> {
    const { state, tell } = this.#tools;
    const before = itemById(state(), event.id);
    tell(event);
    const after = itemById(state(), event.id);
    if (!before || !after || after === before) return;
    if (this.#lacking.get(event.id) === null) await this.#write(after);
    else await this.#update(after, { ...this.#lacking.get(event.id), ...changeBetween(before, after) });
  }

  /** Changes an item as it is by now, which another tab may have changed too, or deleted. */
  async #update(item: LibraryItem, change: Partial<LibraryItem>): Promise<void> {
    const { state, tell, adapters, embeddings } = this.#tools;
    const { id } = item;
    this.#lacking.set(id, change);
    // The kinds have these fields in common, or they are the item's own.
    const now = await (item.method === 'lora'
      ? adapters.update(id, change as Partial<KeptAdapter>)
      : embeddings.update(id, change as Partial<KeptEmbedding>));
    tell({ type: 'stored', id, stored: now !== undefined });
    if (now === undefined) return;
    // A later change, which holds this one too, is on its way.
    if (this.#lacking.get(id) === change) this.#lacking.delete(id);
    // Deleted here meanwhile, it doesn't come back.
    if (itemById(state(), id)) this.#hear(now ? { written: [now], removed: [] } : { written: [], removed: [id] });
  }

  /** Gives it as it lies in storage then; null where storage refuses. */
  async #write(item: LibraryItem): Promise<LibraryItem | null> {
    const { state, tell, adapters, embeddings } = this.#tools;
    const { id } = item;
    this.#lacking.set(id, null);
    const stored = await (item.method === 'lora' ? adapters.write(item) : embeddings.write(item));
    if (stored) this.#lacking.delete(id);
    tell({ type: 'stored', id, stored: stored !== null });
    // Another tab may have given the same name at the same moment. A later change here is on its way by itself.
    if (stored && stored !== item && itemById(state(), id) === item) this.#hear({ written: [stored], removed: [] });
    return stored;
  }

  /** What other tabs did. What storage lacks of this tab's own stays on the page. */
  #hear({ written, removed }: HeardChanges<LibraryItem>): void {
    const { tell } = this.#tools;
    for (const item of written)
      tell({ type: 'heard', item: { ...item, ...this.#lacking.get(item.id) } as LibraryItem });
    for (const id of removed) {
      this.#lacking.delete(id);
      tell({ type: 'removed', id });
    }
  }
}

/** The fields of the one that are others in the other. */
function changeBetween(before: LibraryItem, after: LibraryItem): Partial<LibraryItem> {
  const fields = Object.entries(after).filter(([field, value]) => before[field as keyof LibraryItem] !== value);
  return Object.fromEntries(fields);
}
