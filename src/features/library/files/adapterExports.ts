/** What the library holds on its way out: each kind's files, written by the studio's worker. */

import type { Outcome } from '../../../contract/errors.ts';
import type { ExportedItem } from '../../../contract/files/adapterFiles.ts';
import { outcomeOf } from '../../../contract/outcome.ts';
import { errorInfoOf } from '../../../kit/worker/outcome.ts';
import { exportAdapter } from '../../../session/studioClient.ts';
import type { KeptAdapter, KeptEmbedding } from '../libraryState.ts';
import { exportFile, type OfferedFile } from './exportFile.ts';

/** The adapter as a file of that layout. */
export function adapterFile(
  record: KeptAdapter,
  layout: Extract<ExportedItem, { method: 'lora' }>['layout'],
): Promise<Outcome<OfferedFile>> {
  const item = { method: 'lora', layout, adapter: { id: record.id }, fewSteps: record.fewSteps } as const;
  return outcomeOf(() => exportFile(record, item, record.name, exportAdapter), errorInfoOf);
}

/** The word as a file of that layout. It is named as its token, which other programs take from there. */
export function embeddingFile(
  record: KeptEmbedding,
  layout: Extract<ExportedItem, { method: 'embedding' }>['layout'],
): Promise<Outcome<OfferedFile>> {
  const item = { method: 'embedding', layout, embedding: record.embedding } as const;
  return outcomeOf(() => exportFile(record, item, record.embedding.token, exportAdapter), errorInfoOf);
}
