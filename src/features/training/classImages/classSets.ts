/** The class images that runs drew: kept for each model, prompt and way of drawing, and used again by later runs. */
import { create } from 'zustand';
import type { ClassDrawing } from '../../../contract/adapters.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { t } from '../../../kit/language/t.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { keep, readKept } from '../../../session/noticesStore.ts';
import {
  type ClassSetRecord,
  classImageId,
  classImageIds,
  classImageRecords,
  classSetRecords,
} from './classImageRecords.ts';

interface ClassSetsState {
  sets: readonly ClassSetRecord[];
}

export const useClassSets = create<ClassSetsState>(() => ({ sets: [] }));

/** Reads what is kept, and goes on hearing what other tabs do to it. */
export async function loadClassSets(): Promise<void> {
  const load = async () => put(await readKept(classSetRecords));
  await classSetRecords.follow(load, ({ written, removed }) => {
    put(written);
    takeOut(removed);
  });
}

function put(changed: readonly ClassSetRecord[]): void {
  const ids = changed.map(({ id }) => id);
  useClassSets.setState(({ sets }) => ({ sets: [...sets.filter(({ id }) => !ids.includes(id)), ...changed] }));
}

function takeOut(ids: readonly string[]): void {
  useClassSets.setState(({ sets }) => ({ sets: sets.filter(({ id }) => !ids.includes(id)) }));
}

/** How images of so many pixels a side are drawn for the class, in words that change whenever the way does. */
function drawingText(size: number, { drawing, adapter }: ClassSampling): string {
  const { sampler, samplingSteps, guidanceScale, firstSeed } = drawing;
  const sampling = t('{sampler}, {samplingSteps} steps, guidance {guidanceScale}, seeds from {firstSeed}', {
    sampler,
    samplingSteps,
    guidanceScale,
    firstSeed,
  });
  return t('{size} px, {sampling}{adapter}', {
    size,
    sampling,
    adapter: adapter === null ? '' : t(', adapter {adapter}', { adapter }),
  });
}

/** A way of drawing class images. */
export interface ClassSampling {
  drawing: ClassDrawing;
  /** Id of the library's adapter that makes a few steps enough; null where there is none. */
  adapter: string | null;
}

/**
 * The set that a run with this class prompt uses; one that was never drawn is empty and not kept yet.
 * @param resolution of the run, see `RESOLUTIONS`
 */
export function classSetFor(
  model: ModelInfo,
  prompt: string,
  resolution: number,
  sampling: ClassSampling,
): ClassSetRecord {
  const drawing = drawingText(resolution || model.nativeSize, sampling);
  const kept = useClassSets
    .getState()
    .sets.find((set) => set.model === model.fingerprint && set.prompt === prompt && set.drawing === drawing);
  if (kept) return kept;
  const { fingerprint, name } = model;
  return { id: newRecordId(), model: fingerprint, modelName: name, prompt, drawing, count: 0, bytes: 0 };
}

/** A set's first images as PNG, `most` at most; what comes after one that can't be read is left out. */
export async function readClassImages({ id, count }: ClassSetRecord, most: number): Promise<ArrayBuffer[]> {
  const ids = classImageIds(id, Math.min(count, most));
  const found = await readKept(classImageRecords, ids);
  const gap = found.findIndex((image, index) => image.id !== ids[index]);
  return (gap < 0 ? found : found.slice(0, gap)).map(({ png }) => png);
}

/**
 * Keeps an image as the last of its set, or in place of one that couldn't be read; one that would leave a gap is not kept, as
 * where another tab cleared the set meanwhile.
 * @throws StorageError
 */
export async function keepClassImage(set: ClassSetRecord, index: number, png: ArrayBuffer): Promise<void> {
  const known = useClassSets.getState().sets.find(({ id }) => id === set.id) ?? set;
  if (index > known.count) return;
  await classImageRecords.write({ id: classImageId(set.id, index), png });
  if (index < known.count) return;
  const grown = await classSetRecords.put(set.id, (kept) => {
    const now = kept ?? { ...set, count: 0, bytes: 0 };
    return index === now.count ? { ...now, count: index + 1, bytes: now.bytes + png.byteLength } : null;
  });
  if (grown) put([grown]);
}

/** Deletes a set, at its person's word. */
export async function clearClassSet({ id, count }: ClassSetRecord): Promise<void> {
  takeOut([id]);
  await keep(async () => {
    // The set first: without it nobody looks for its images.
    await classSetRecords.remove(id);
    await classImageRecords.removeSome(classImageIds(id, count));
  });
}
