/** The models that judge pictures, as far as this browser keeps them. */

import { create } from 'zustand';
import { StudioError } from '../../../contract/errors.ts';
import { SCORE_MODELS } from '../../../contract/scoreWorker.ts';
import { storageRoom } from '../../../files/storageRoom.ts';
import { t } from '../../../kit/language/t.ts';
import { sizeText } from '../../../kit/text/sizeText.ts';

interface ScoreModelsState {
  /** Whether all of them are kept. */
  kept: boolean;
}

export const useScoreModels = create<ScoreModelsState>(() => ({ kept: false }));

/** Looks whether they are there. */
export async function findScoreModels(): Promise<void> {
  useScoreModels.setState({ kept: await areKept().catch(() => false) });
}

async function areKept(): Promise<boolean> {
  // Asked first: opening a cache makes one.
  if (!(await caches.has(SCORE_MODELS.cache))) return false;
  const files = await (await caches.open(SCORE_MODELS.cache)).keys();
  return files.filter(({ url }) => url.endsWith('.onnx')).length >= SCORE_MODELS.nets;
}

/** Deletes them; the next measurement fetches them again. */
export async function deleteScoreModels(): Promise<void> {
  await caches.delete(SCORE_MODELS.cache);
  useScoreModels.setState({ kept: false });
}

/** @throws StudioError where the browser has no room for them, before anything is fetched */
export async function requireRoom(): Promise<void> {
  const { freeBytes } = await storageRoom();
  if (freeBytes === null || freeBytes >= SCORE_MODELS.bytes) return;
  throw new StudioError({
    code: 'storage-full',
    message: t('The models that judge pictures take {wanted}, and the browser has room for {free}.', {
      wanted: sizeText(SCORE_MODELS.bytes),
      free: sizeText(freeBytes),
    }),
    advice: t('Make room on the disk, or delete models or films that you no longer need.'),
  });
}
