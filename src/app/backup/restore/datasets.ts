/** Datasets out of a backup: each whole, with its images first, so that one that is broken off is swept. */

import { originalRecords } from '../../../features/dataset/crops/originalRecords.ts';
import { holdOriginals } from '../../../features/dataset/crops/originals.ts';
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
import { sha256Of } from '../../../files/sha256.ts';
import { t } from '../../../kit/language/t.ts';
import { holdForUndo } from '../../../kit/records/leftovers.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import type { FoundRecord } from '../file/readBackup.ts';
import { type Course, DAMAGED, recordHere, sameRecord, wholeRecord } from './course.ts';
import { nameIn, type RestoreUnit } from './units.ts';

/** The place of an image, and the moment of a dataset, are this browser's own. */
const BUT_PLACE = ['id', 'order'];
const BUT_MOMENT = ['createdAt'];
const BUT_ID_AND_MOMENT = ['id', 'createdAt'];

export async function restoreDataset(unit: RestoreUnit, course: Course): Promise<void> {
  const letGo = await holdOriginals();
  try {
    await restoreOriginals(unit, course);
    await restoreAbout(unit, course);
  } finally {
    await letGo();
  }
}

/** Photographs before the images that were cut out of them; what is there under the digest of a file is that file. */
async function restoreOriginals({ records, label }: RestoreUnit, course: Course): Promise<void> {
  for (const found of records.filter(({ store }) => store === 'weft-originals')) {
    course.step();
    if (await originalRecords.has(found.id)) {
      course.passOver(found);
      continue;
    }
    const record = await wholeRecord(originalRecords, found);
    if (!record || (await sha256Of(record.file)) !== record.id) {
      course.leave(t('A photograph of {label}', { label }), DAMAGED, found);
      continue;
    }
    await originalRecords.write(record);
    course.took(found);
  }
}

/** The dataset with its images. */
async function restoreAbout({ records, label }: RestoreUnit, course: Course): Promise<void> {
  const found = records.find(({ store }) => store === 'weft-datasets');
  const images = records.filter(({ store }) => store === 'weft-dataset');
  const parsed = found && (await wholeRecord(datasetRecords, found));
  if (found && !parsed) course.restored.left.push({ what: label, error: DAMAGED });
  const [first] = images;
  const id = parsed?.id ?? (first ? datasetOf(first.id) : FIRST_DATASET);
  const about = parsed ?? { ...firstDataset(Date.now()), id, name: nameIn(undefined) };
  const here = await recordHere(datasetRecords, id);
  const same = await sameHere(about, images);
  if (same) {
    course.datasetIds.set(id, same.id);
    return course.passOver(...(found ? [found] : []), ...images);
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
      if (!record) course.leave(t('An image of {label}', { label }), DAMAGED, image);
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

/** The dataset that says and holds the same, whatever its id: it may have come in under another one. */
async function sameHere(about: DatasetRecord, images: readonly FoundRecord[]): Promise<DatasetRecord | null> {
  const { records } = await datasetRecords.readAll();
  for (const here of records) {
    if ((await sameRecord(about, here, BUT_ID_AND_MOMENT)) && (await sameImages(images, here.id))) return here;
  }
  return null;
}

async function sameImages(images: readonly FoundRecord[], dataset: string): Promise<boolean> {
  const ids = await imageIdsOf(dataset);
  if (ids.length !== images.length) return false;
  const left = new Set(images);
  for (const id of ids) {
    const here = await recordHere(imageRecords, id);
    const twin = here && (await twinOf(here, left));
    if (!twin) return false;
    left.delete(twin);
  }
  return true;
}

/** The one of a backup's images that is the same; only those of its name are read. */
async function twinOf(here: ImageRecord, images: Iterable<FoundRecord>): Promise<FoundRecord | null> {
  for (const image of images) {
    if (!here.name.startsWith(nameIn(image))) continue;
    const record = await wholeRecord(imageRecords, image);
    if (record && (await sameRecord(record, here, BUT_PLACE))) return image;
  }
  return null;
}

/** The empty one goes, and what came in its place is called as it was; this page opens that. */
async function replace(removed: string, target: string, name: string): Promise<void> {
  await datasetRecords.remove(removed);
  const now = await datasetRecords.update(target, (record) => ({ ...record, name }));
  putDatasets(now ? [now] : [], [removed]);
  if (useDataset.getState().open === removed) await openDataset(target);
}
