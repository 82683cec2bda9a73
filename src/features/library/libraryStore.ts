/** The library on the page, kept in the browser's storage. */
import { create } from 'zustand';
import { storedFiles } from '../../files/storedFiles.ts';
import type { RecordStore } from '../../kit/records/RecordStore.ts';
import { keep, readKept } from '../../session/noticesStore.ts';
import { type ItemRecords, type KeptItem, LibraryFlow } from './libraryFlow.ts';
import { type LibraryEvent, reduceLibrary } from './libraryReducer.ts';
import { itemById, type KeptAdapter, LIBRARY_AT_FIRST, type LibraryItem, type LibraryState } from './libraryState.ts';
import { AdapterRecordStore } from './records/AdapterRecordStore.ts';
import { embeddingRecords } from './records/embeddingRecords.ts';
import { runRecords } from './records/runRecords.ts';
import type { RunScores } from './records/runScores.ts';
import { sweepNumbers } from './records/storedNumbers.ts';

export const useLibrary = create<LibraryState>(() => LIBRARY_AT_FIRST);

const adapterRecords = new AdapterRecordStore(storedFiles);

const flow = new LibraryFlow({
  state: useLibrary.getState,
  tell: (event: LibraryEvent) => useLibrary.setState((state) => reduceLibrary(state, event)),
  adapters: recordsOf('the library', adapterRecords),
  embeddings: recordsOf('the library’s words', embeddingRecords),
  sweep: () => sweepNumbers(async () => [...(await adapterRecords.ids()), ...(await runRecords.ids())]),
});

/** @param what the records' name in the notice of damaged ones */
function recordsOf<T extends LibraryItem>(what: string, store: RecordStore<T>): ItemRecords<T> {
  return {
    readAll: () => readKept(what, () => store.readAll()),
    write: (record) => keep(() => store.write(record)),
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

/** Notes what a person says of an adapter; one that was deleted meanwhile is left alone. */
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
