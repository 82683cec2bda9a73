/** A word in time before the room that the browser gives this page is used up. */
import { type StorageRoom, storageRoom } from '../files/storageRoom.ts';
import { t } from '../kit/language/t.ts';
import { sizeText } from '../kit/text/sizeText.ts';
import { notify } from './noticesStore.ts';

/** Share of the room that may be used before its person is told. */
const NEARLY_FULL = 0.9;

/** Tells before storage refuses: what is made then would be lost with the page. */
export async function tellIfNearlyFull(room: () => Promise<StorageRoom> = storageRoom): Promise<void> {
  // A browser that can't tell, or won't, is none to be told of.
  const { usedBytes, freeBytes } = await room().catch(() => ({ usedBytes: null, freeBytes: null }));
  if (usedBytes === null || freeBytes === null || usedBytes < NEARLY_FULL * (usedBytes + freeBytes)) return;
  notify(
    t('The room that the browser gives this page is nearly used up.'),
    t(
      '{size} are left: remove models, checkpoints, films or pictures that you don’t need any more, and save as files what you can’t do without.',
      { size: sizeText(freeBytes) },
    ),
  );
}
