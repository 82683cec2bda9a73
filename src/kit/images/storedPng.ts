/** Pictures in records: Blobs, whose bytes stay in storage until they are asked for, so that thousands take no memory. */
import * as z from 'zod';
import type { RecordStore } from '../records/RecordStore.ts';

export function pngBlob(png: ArrayBuffer): Blob {
  return new Blob([png], { type: 'image/png' });
}

/** Those that earlier versions kept as bytes, and which lie in storage so. */
const asBytes = new WeakSet<Blob>();

/** A PNG as it lies in storage. Earlier versions kept the bytes themselves. */
export const StoredPng = z.union([
  z.instanceof(Blob),
  z.instanceof(ArrayBuffer).transform((bytes) => {
    const png = pngBlob(bytes);
    asBytes.add(png);
    return png;
  }),
]);

/** Whether it was read out of storage as bytes. */
export const wasKeptAsBytes = (png: Blob): boolean => asBytes.has(png);

/**
 * Writes those records anew whose pictures were kept as bytes, one after the other: the next start reads none of these. Where
 * storage refuses they stay as they are.
 */
export async function renewPngs<T extends { id: string }>(
  store: Pick<RecordStore<T>, 'update'>,
  records: readonly T[],
  pngOf: (record: T) => Blob,
): Promise<void> {
  for (const record of records) {
    if (!wasKeptAsBytes(pngOf(record))) continue;
    // As it is by now, which its schema reads as a Blob.
    await store.update(record.id, (now) => now).catch(() => undefined);
  }
}
