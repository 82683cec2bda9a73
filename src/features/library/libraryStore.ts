/** The library on the page, kept in the browser's storage. */
import { create } from 'zustand';
import type { ItemAbout } from '../../contract/library/itemAbout.ts';
import { say } from '../../contract/message.ts';
import { writeAdapter } from '../../files/adapterNumbers.ts';
import { StorageError } from '../../files/StorageError.ts';
import { storedFiles } from '../../files/storedFiles.ts';
import { t } from '../../kit/language/t.ts';
import { whileAlone } from '../../kit/records/leftovers.ts';
import type { RecordStore } from '../../kit/records/RecordStore.ts';
import { askToKeep } from '../../session/lastingStorage.ts';
import { tellIfNearlyFull } from '../../session/nearlyFull.ts';
import { keep, notify, readKept } from '../../session/noticesStore.ts';
import { type ItemRecords, type KeptItem, LibraryFlow } from './libraryFlow.ts';
import { type LibraryEvent, reduceLibrary } from './libraryReducer.ts';
import {
  itemById,
  type KeptAdapter,
  type KeptEmbedding,
  LIBRARY_AT_FIRST,
  type LibraryItem,
  type LibraryState,
} from './libraryState.ts';
import { adapterRecords } from './records/AdapterRecordStore.ts';
import { embeddingRecords } from './records/EmbeddingRecordStore.ts';
import type { RunScores } from './records/runScores.ts';
import { unkeptNumbers } from './records/unkeptNumbers.ts';

export const useLibrary = create<LibraryState>(() => LIBRARY_AT_FIRST);

const flow = new LibraryFlow({
  state: useLibrary.getState,
  tell: (event: LibraryEvent) => useLibrary.setState((state) => reduceLibrary(state, event)),
  adapters: recordsOf(adapterRecords),
  embeddings: recordsOf(embeddingRecords, tellToken),
  sweep: () => whileAlone('weft-library', async () => (await import('./records/sweepLibrary.ts')).sweepLibrary()),
});

/** Tells of a word whose token another one has come to have, as by another tab. */
function tellToken({ embedding: { token: wanted } }: KeptEmbedding, { embedding: { token } }: KeptEmbedding): void {
  if (token === wanted) return;
  notify(
    t('The library has another word {wanted}: this one is {token} now.', { wanted, token }),
    t('Write it so in prompts.'),
  );
}

/** @param written hears of an item as it was to be written, and as it lies in storage */
function recordsOf<T extends LibraryItem>(
  store: RecordStore<T>,
  written: (wanted: T, stored: T) => void = () => undefined,
): ItemRecords<T> {
  return {
    follow: (read, heard) => store.follow(async () => read(await readKept(store)), heard),
    async write(record) {
      let stored: T | null = null;
      await keep(async () => {
        stored = await store.put(record.id, () => record);
        if (stored) written(record, stored);
      });
      if (!stored) return null;
      void askToKeep();
      void tellIfNearlyFull();
      return stored;
    },
    async update(id, change) {
      let now: T | null = null;
      const kept = await keep(async () => {
        now = await store.update(id, (record) => ({ ...record, ...change }));
      });
      return kept ? now : undefined;
    },
    remove: (id) => keep(() => store.remove(id)),
  };
}

export function loadLibrary(): Promise<void> {
  return flow.load();
}

/** Ends when all that was kept has been read. */
export function libraryRead(): Promise<void> {
  if (useLibrary.getState().loaded) return Promise.resolve();
  return new Promise((resolve) => {
    const leave = useLibrary.subscribe(({ loaded }) => {
      if (!loaded) return;
      leave();
      resolve();
    });
  });
}

/** An adapter by its id, or null where the library has none. */
export function adapterById(id: string): KeptAdapter | null {
  return useLibrary.getState().adapters.find((adapter) => adapter.id === id) ?? null;
}

/** Keeps an item under a name close to the one it has. Tells whether storage took it. */
export function keepItem<T extends LibraryItem>(item: T): Promise<KeptItem<T>> {
  return flow.keep(item);
}

/** Tries once more to store an item that storage refused: numbers that it refused first, since the record speaks of them. */
export async function storeAgain(id: string): Promise<void> {
  const unkept = unkeptNumbers.get(id);
  const record = adapterById(id);
  if (record && unkept && !unkept.inRecord) {
    const { bytes: _, ...layers } = record.adapter;
    const stored = await keep(() =>
      writeAdapter(storedFiles, id, { ...layers, theta: unkept.theta }).catch((cause: unknown) => {
        throw new StorageError(say('Could not keep the adapter'), cause);
      }),
    );
    if (!stored) return;
    unkeptNumbers.delete(id);
  }
  await flow.storeAgain(id);
}

/** Gives an item a new name, made unique; an empty one is left as it was. */
export function renameItem(id: string, name: string): Promise<void> {
  return flow.rename(id, name);
}

/** Shows another picture for an item; one that was deleted meanwhile is left alone. @param thumbnail PNG */
export function setThumbnail(id: string, thumbnail: ArrayBuffer): Promise<void> {
  return flow.setThumbnail(id, thumbnail);
}

/** Keeps an item's new scores; one that was deleted meanwhile is left alone. */
export function setScores(id: string, scores: RunScores): Promise<void> {
  return flow.setScores(id, scores);
}

/** Notes what a person says of an item, for its files; one that was deleted meanwhile is left alone. */
export function describeItem(id: string, about: ItemAbout): Promise<void> {
  return flow.describe(id, about);
}

/** Notes whether a person says that an adapter draws in a few steps; one that was deleted meanwhile is left alone. */
export function setFewSteps(id: string, fewSteps: boolean): Promise<void> {
  return flow.setFewSteps(id, fewSteps);
}

/** Takes an item's record out of the library; gives what puts it back, or null where there is none. */
export function removeRecord(id: string): Promise<(() => Promise<void>) | null> {
  return flow.remove(id);
}

/** An item as it is by now; as it was given where it is not in the library any more. */
export function useItemNow(item: LibraryItem): LibraryItem {
  return itemById(useLibrary(), item.id) ?? item;
}
