/** Photographs kept for the images that were cut out of them, and swept once no image is. */
import type { PhotographSize } from '../../../contract/pictures/photograph.ts';
import { holdForUndo, unlessUndoable } from '../../../kit/records/leftovers.ts';
import { own } from '../../../kit/records/own.ts';
import { keep } from '../../../session/noticesStore.ts';
import { imageRecords } from '../imageRecords.ts';
import { originalRecords } from './originalRecords.ts';

/** All of them together: which image will be put back, or is about to be written, is not known beforehand. */
const ORIGINALS = 'originals';

/** Image records that are read at a time to see what they were cut out of. */
const AT_ONCE = 50;

/**
 * Keeps every tab from sweeping photographs: one is written before the image that speaks of it, and an image that is gone
 * may come back. Gives what lets go of it.
 */
export function holdOriginals(): Promise<() => Promise<void>> {
  return holdForUndo(ORIGINALS);
}

/** Keeps a photograph, whose originals are held. Gives its id; undefined where storage refused it, which is told. */
export async function keepOriginal(file: Blob, { width, height }: PhotographSize): Promise<string | undefined> {
  let id: string | undefined;
  const kept = await keep(async () => {
    const { sha256Of } = await import('../../../files/sha256.ts');
    id = await sha256Of(file);
    // Without the name that a file has on its person's disk.
    const record = { id, file: new Blob([file], { type: file.type }), width, height };
    if (!(await originalRecords.has(id))) await originalRecords.write(record);
  });
  return kept ? id : undefined;
}

/** The photographs that images were cut out of, damaged images among them: they may be mended. @throws StorageError */
export async function usedOriginals(): Promise<Set<string>> {
  const used = new Set<string>();
  const ids = await imageRecords.ids();
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const { records, damaged } = await imageRecords.readSome(ids.slice(at, at + AT_ONCE));
    for (const { original } of records) if (original) used.add(original);
    for (const { stored } of damaged) {
      const original = typeof stored === 'object' && stored !== null ? own({ ...stored }, 'original') : null;
      if (typeof original === 'string') used.add(original);
    }
  }
  return used;
}

/** Deletes photographs that no image is cut out of, unless a tab may put one back. @throws StorageError */
export async function sweepOriginals(): Promise<void> {
  // Nobody knows of other tabs.
  if (!navigator.locks) return;
  await unlessUndoable(ORIGINALS, async () => {
    const kept = await originalRecords.ids();
    if (kept.length === 0) return;
    const used = await usedOriginals();
    const left = kept.filter((id) => !used.has(id));
    if (left.length > 0) await originalRecords.removeSome(left);
  });
}
