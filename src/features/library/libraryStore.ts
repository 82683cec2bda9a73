/** The library: adapters and learnt words that were trained, merged or imported here. */
import { create } from 'zustand';
import { storedFiles } from '../../files/storedFiles.ts';
import { LibraryRepository } from './libraryRepository.ts';
import { AdapterRecordStore } from './records/AdapterRecordStore.ts';
import type { AdapterRecord } from './records/adapterRecords.ts';
import { type EmbeddingRecord, embeddingRecords } from './records/embeddingRecords.ts';
import { runRecords } from './records/runRecords.ts';
import { sweepNumbers } from './records/storedNumbers.ts';

/** An adapter as the library holds it. */
export type KeptAdapter = AdapterRecord;
/** A learnt word as the library holds it. */
export type KeptEmbedding = EmbeddingRecord;
export type LibraryItem = KeptAdapter | KeptEmbedding;

interface LibraryState {
  loaded: boolean;
  /** Newest first. */
  adapters: readonly KeptAdapter[];
  /** Newest first. */
  embeddings: readonly KeptEmbedding[];
}

export const useLibrary = create<LibraryState>(() => ({ loaded: false, adapters: [], embeddings: [] }));

const adapterRecords = new AdapterRecordStore(storedFiles);

export const adapterRepository = new LibraryRepository('the library', adapterRecords, {
  read: () => useLibrary.getState().adapters,
  change: (to) => useLibrary.setState(({ adapters }) => ({ adapters: to(adapters) })),
});

export const embeddingRepository = new LibraryRepository('the library’s words', embeddingRecords, {
  read: () => useLibrary.getState().embeddings,
  change: (to) => useLibrary.setState(({ embeddings }) => ({ embeddings: to(embeddings) })),
});

export async function loadLibrary(): Promise<void> {
  await Promise.all([adapterRepository.load(), embeddingRepository.load()]);
  useLibrary.setState({ loaded: true });
  await sweepNumbers(async () => [...(await adapterRecords.ids()), ...(await runRecords.ids())]);
}

/** The shelf that an item lies on. */
export function repositoryOf({
  method,
}: LibraryItem): LibraryRepository<KeptAdapter> | LibraryRepository<KeptEmbedding> {
  return method === 'lora' ? adapterRepository : embeddingRepository;
}

/** An item as it is by now; as it was given where it is not in the library any more. */
export function useItemNow(item: LibraryItem): LibraryItem {
  const { adapters, embeddings } = useLibrary();
  return [...adapters, ...embeddings].find(({ id }) => id === item.id) ?? item;
}

/** Where an item is drawn with: Create, with the adapter chosen or the word in the prompt. */
export function drawingAddress(item: LibraryItem): string {
  return item.method === 'lora'
    ? `#/create?adapter=${item.id}`
    : `#/create?prompt=${encodeURIComponent(`a ${item.embedding.token}`)}`;
}

/** The prompt that names what an item learnt. A word is its own name; of an adapter it may not be known. */
export function subjectPrompt(item: LibraryItem): string | null {
  if (item.method === 'embedding') return `a ${item.embedding.token}`;
  const prompt = item.origin.kind === 'trained' ? item.origin.settings.instancePrompt : null;
  return typeof prompt === 'string' && prompt.trim() !== '' ? prompt : null;
}
