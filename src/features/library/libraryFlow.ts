/** Items into the library, altered in it, and out of it again, on the page and in storage. What this works with is handed in. */
import type { LibraryEvent } from './libraryReducer.ts';
import { itemById, type KeptAdapter, type KeptEmbedding, type LibraryItem, type LibraryState } from './libraryState.ts';
import type { RunScores } from './records/runScores.ts';

/** The records of one kind. A refusal of storage is told to the person there. */
export interface ItemRecords<T extends LibraryItem> {
  readAll: () => Promise<readonly T[]>;
  /** Tells whether storage took it. */
  write: (record: T) => Promise<boolean>;
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

  constructor(tools: LibraryTools) {
    this.#tools = tools;
  }

  /** Reads what was kept; what came to it meanwhile stays. */
  async load(): Promise<void> {
    const { tell, adapters, embeddings, sweep } = this.#tools;
    // Either is shown as soon as it is read: an adapter of an earlier version takes its time.
    await Promise.all([
      adapters.readAll().then((items) => tell({ type: 'read', items })),
      embeddings.readAll().then((items) => tell({ type: 'read', items })),
    ]);
    tell({ type: 'loaded' });
    await sweep();
  }

  /** Keeps an item under a name close to the one it has. One that is there already stays as it is. */
  async keep<T extends LibraryItem>(item: T): Promise<KeptItem<T>> {
    const { state, tell } = this.#tools;
    tell({ type: 'kept', item });
    // The kind is the item's own: it was put where items of its method are.
    const record = itemById(state(), item.id) as T;
    return { record, kept: await this.#write(record) };
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

  setFewSteps(id: string, fewSteps: boolean): Promise<void> {
    return this.#alter({ type: 'few-steps', id, fewSteps });
  }

  /** Takes an item out; gives what puts it back, or null where there is none. */
  async remove(id: string): Promise<(() => Promise<void>) | null> {
    const { state, tell, adapters, embeddings } = this.#tools;
    const removed = itemById(state(), id);
    if (!removed) return null;
    tell({ type: 'removed', id });
    await (removed.method === 'lora' ? adapters : embeddings).remove(id);
    return async () => {
      await this.keep(removed);
    };
  }

  /** Tells what happens to an item and writes what came of it; one that was deleted meanwhile is left alone. */
  async #alter(event: LibraryEvent & { id: string }): Promise<void> {
    const { state, tell } = this.#tools;
    const before = itemById(state(), event.id);
    tell(event);
    const after = itemById(state(), event.id);
    if (after && after !== before) await this.#write(after);
  }

  #write(item: LibraryItem): Promise<boolean> {
    const { adapters, embeddings } = this.#tools;
    return item.method === 'lora' ? adapters.write(item) : embeddings.write(item);
  }
}
