/** What the library holds on its way out: files that other programs read, and Weft reads back whole. */
import type { ExportedItem } from '../../../contract/adapterFiles.ts';
import type { Outcome } from '../../../contract/errors.ts';
import { outcomeOf } from '../../../kit/worker/outcome.ts';
import { exportAdapter } from '../../../session/studioClient.ts';
import type { KeptAdapter, KeptEmbedding, LibraryItem } from '../libraryStore.ts';

/** A file to offer as a download. */
export interface OfferedFile {
  bytes: ArrayBuffer;
  fileName: string;
}

/** The adapter as a file of that layout. */
export function adapterFile(
  record: KeptAdapter,
  layout: Extract<ExportedItem, { method: 'lora' }>['layout'],
): Promise<Outcome<OfferedFile>> {
  return fileOf(record, { method: 'lora', layout, adapter: { id: record.id }, fewSteps: record.fewSteps }, record.name);
}

/** The word as a file of that layout. It is named as its token, which other programs take from there. */
export function embeddingFile(
  record: KeptEmbedding,
  layout: Extract<ExportedItem, { method: 'embedding' }>['layout'],
): Promise<Outcome<OfferedFile>> {
  return fileOf(record, { method: 'embedding', layout, embedding: record.embedding }, record.embedding.token);
}

function fileOf(record: LibraryItem, item: ExportedItem, fileName: string): Promise<Outcome<OfferedFile>> {
  const { name, createdAt, origin, thumbnail } = record;
  return outcomeOf(async () => {
    const { bytes, ending } = await exportAdapter({ item, name, createdAt, origin, thumbnail });
    return { bytes, fileName: `${safeName(fileName)}.${ending}` };
  });
}

/** The name without what file systems refuse. */
function safeName(name: string): string {
  // Control characters among them, which no name shows and every system refuses.
  const safe = name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-').replace(/^[\s.-]+|[\s.-]+$/g, '');
  return safe || 'adapter';
}
