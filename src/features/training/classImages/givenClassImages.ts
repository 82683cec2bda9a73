/** The class images that are there before a run begins. */
import { LORA_SETTINGS } from '../../../contract/settings/loraSettings.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { RunRecord } from '../../library/records/runRecords.ts';
import { asksForOwn, usesClassImages } from './askedClassImages.ts';
import type { ClassSetRecord } from './classImageRecords.ts';
import { type ClassSampling, classSetFor, readClassImages } from './classSets.ts';
import { requireOwnClassImages } from './ownClassImages.ts';

export interface GivenClassImages {
  images: ArrayBuffer[];
  /** Where those that it draws are kept; null where it draws none. */
  set: ClassSetRecord | null;
  /** Ids of a person's own; null where they are not. */
  own: string[] | null;
}

/**
 * @param record of a run that goes on, or that waited in the queue; null for one that begins
 * @throws StudioError where a person's own are asked for and are not there
 */
export async function classImagesFor(
  settings: TrainSettings,
  record: Pick<RunRecord, 'ownClassImages'> | null,
  model: ModelInfo,
  sampling: ClassSampling,
): Promise<GivenClassImages> {
  if (asksForOwn(settings)) {
    const own = requireOwnClassImages(record?.ownClassImages ?? null).slice(0, LORA_SETTINGS.classImages.limits.max);
    return { images: own.map(({ png }) => png), set: null, own: own.map(({ id }) => id) };
  }
  if (!usesClassImages(settings)) return { images: [], set: null, own: null };
  const set = classSetFor(model, settings.classPrompt, settings.resolution, sampling);
  return { images: await readClassImages(set, settings.classImages), set, own: null };
}
