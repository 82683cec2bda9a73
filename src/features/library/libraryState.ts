/** What the library knows: adapters and embeddings that were trained, merged or imported here. */
import { tidyName, UNNAMED } from '../../contract/library/itemNames.ts';
import { uniqueName } from '../../kit/records/uniqueName.ts';
import type { AdapterRecord } from './records/adapterRecords.ts';
import type { EmbeddingRecord } from './records/embeddingRecords.ts';

/** An adapter as the library holds it. */
export type KeptAdapter = AdapterRecord;
/** An embedding as the library holds it. */
export type KeptEmbedding = EmbeddingRecord;
export type LibraryItem = KeptAdapter | KeptEmbedding;

export interface LibraryState {
  /** Whether all that was kept has been read. */
  loaded: boolean;
  /** Newest first, each under a name of its own. */
  adapters: readonly KeptAdapter[];
  /** Newest first, each under a name of its own. */
  embeddings: readonly KeptEmbedding[];
  /** Ids of items that storage refused, or the last change of: they are as they are on this page alone. */
  unsaved: readonly string[];
}

export const LIBRARY_AT_FIRST: LibraryState = { loaded: false, adapters: [], embeddings: [], unsaved: [] };

/** An item of either kind, or null where there is none of that id. */
export function itemById({ adapters, embeddings }: LibraryState, id: string): LibraryItem | null {
  return [...adapters, ...embeddings].find((item) => item.id === id) ?? null;
}

/** A name close to the wanted one that no other item of the same kind has. */
export function freeName(
  { adapters, embeddings }: LibraryState,
  { id, method }: Pick<LibraryItem, 'id' | 'method'>,
  wanted: string,
): string {
  const others = (method === 'lora' ? adapters : embeddings).filter((item) => item.id !== id);
  return uniqueName(
    tidyName(wanted) ?? UNNAMED,
    others.map(({ name }) => name),
  );
}

/** Where an item is drawn with: Create, with the adapter chosen or the embedding's token in the prompt. */
export function drawingAddress(item: LibraryItem): string {
  return item.method === 'lora'
    ? `#/create?adapter=${item.id}`
    : `#/create?prompt=${encodeURIComponent(`a ${item.embedding.token}`)}`;
}

/** The prompt that names what an item learnt. A token is its own name; of an adapter it may not be known. */
export function subjectPrompt(item: LibraryItem): string | null {
  if (item.method === 'embedding') return `a ${item.embedding.token}`;
  const prompt = item.origin.kind === 'trained' ? item.origin.settings.instancePrompt : null;
  return typeof prompt === 'string' && prompt.trim() !== '' ? prompt : null;
}
