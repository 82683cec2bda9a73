/** Adapters on their way out: files that other programs read, and Weft reads back whole. */
import type { LoraFileLayout, Outcome } from '../../workers/protocol.ts';
import { outcomeOf } from '../studio/StudioError.ts';
import { exportAdapter } from '../studio/studioClient.ts';
import type { KeptAdapter } from './libraryStore.ts';

export interface AdapterDownload {
  bytes: ArrayBuffer;
  fileName: string;
}

/** The adapter as a file of that layout. */
export function adapterFile(record: KeptAdapter, layout: LoraFileLayout): Promise<Outcome<AdapterDownload>> {
  const { adapter, name, createdAt, origin, thumbnail } = record;
  return outcomeOf(async () => {
    const { bytes, ending } = await exportAdapter({ layout, adapter, name, createdAt, origin, thumbnail });
    return { bytes, fileName: `${fileStem(name)}.${ending}` };
  });
}

/** The name without what file systems refuse. */
function fileStem(name: string): string {
  // Control characters among them, which no name shows and every system refuses.
  const safe = name.replace(/[\p{Cc}\\/:*?"<>|]+/gu, '-').replace(/^[\s.-]+|[\s.-]+$/g, '');
  return safe || 'adapter';
}
