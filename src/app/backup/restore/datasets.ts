/** Datasets out of a backup: each whole, with its images first, so that one that is broken off is swept. */

import { useDataset } from '../../../features/dataset/datasetStore.ts';
import {
  datasetOf,
  FIRST_DATASET,
  type ImageRecord,
  imageIdsOf,
  imageRecords,
  newImageId,
} from '../../../features/dataset/imageRecords.ts';
import { type DatasetRecord, datasetRecords, firstDataset } from '../../../features/dataset/subjects/datasetRecords.ts';
import { putDatasets } from '../../../features/dataset/subjects/datasetsStore.ts';
import { openDataset } from '../../../features/dataset/subjects/openDataset.ts';
import { removeImagesOf } from '../../../features/dataset/subjects/sweepDatasets.ts';
import { holdForUndo } from '../../../kit/records/leftovers.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import type { FoundRecord } from '../file/readBackup.ts';
import { type Course, DAMAGED, recordHere, sameRecord, wholeRecord } from './course.ts';
import { nameIn, type RestoreUnit } from './units.ts';

/** The place of an image, and the moment of a dataset, are this browser's own. */
const BUT_ORDER = ['order'];
const BUT_MOMENT = ['createdAt'];

export async function restoreDataset({ records, label }: RestoreUnit, course: Course): Promise<void> {
  const found = records.find(({ store }) => store === 'weft-datasets');
  const images = records.filter(({ store }) => store === 'weft-dataset');
  const parsed = found && (await wholeRecord(datasetRecords, found));
  if (found && !parsed) course.restored.left.push({ what: label, error: DAMAGED });
  const [first] = images;
  const id = parsed?.id ?? (first ? datasetOf(first.id) : FIRST_DATASET);
  const about = parsed ?? { ...firstDataset(Date.now()), id, name: nameIn(undefined) };
  const here = await recordHere(datasetRecords, id);
  if (here && (await isSame(about, here, images))) {
    course.datasetIds.set(id, id);
    return course.passOver(...records);
  }
  const isUntouched = here !== null && (await untouched(here));
  // What another tab may still put back keeps its id.
  const isFree = !here && (await imageIdsOf(id)).length === 0;
  const target = isFree ? id : newRecordId();
  const letGo = await holdForUndo(target);
  try {
    for (const image of images) {
      course.step();
      const record = await wholeRecord(imageRecords, image);
      if (!record) course.leave(`An image of ${label}`, DAMAGED, image);
      else {
        await imageRecords.write({ ...record, id: target === id ? record.id : newImageId(target) });
        course.took(image);
      }
    }
    await datasetRecords.bring({ ...about, id: target });
  } catch (error) {
    await letGo();
    await removeImagesOf(target).catch(() => undefined);
    throw error;
  }
  await letGo();
  if (found) course.took(found);
  course.datasetIds.set(id, target);
  if (isUntouched) await replace(id, target, about.name);
  else if (!isFree) course.restored.copies.push(about.name);
}

/** Whether it is the dataset that every studio begins with, and nobody has made anything of it. */
async function untouched(here: DatasetRecord): Promise<boolean> {
  if (here.id !== FIRST_DATASET || !(await sameRecord(here, firstDataset(0), BUT_MOMENT))) return false;
  return (await imageIdsOf(here.id)).length === 0;
}

async function isSame(about: DatasetRecord, here: DatasetRecord, images: readonly FoundRecord[]): Promise<boolean> {
  if (!(await sameRecord(about, here, BUT_MOMENT))) return false;
  const ids = new Set(await imageIdsOf(here.id));
  if (ids.size !== images.length) return false;
  for (const image of images) {
    if (!ids.has(image.id)) return false;
    const [record, beside]: (ImageRecord | null)[] = [
      await wholeRecord(imageRecords, image),
      await recordHere(imageRecords, image.id),
    ];
    if (!record || !beside || !(await sameRecord(record, beside, BUT_ORDER))) return false;
  }
  return true;
}

/** The empty one goes, and what came in its place is called as it was; this page opens that. */
async function replace(removed: string, target: string, name: string): Promise<void> {
  await datasetRecords.remove(removed);
  const now = await datasetRecords.update(target, (record) => ({ ...record, name }));
  putDatasets(now ? [now] : [], [removed]);
  if (useDataset.getState().open === removed) await openDataset(target);
}
