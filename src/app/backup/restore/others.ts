/** Pictures, films, presets, class images and forms out of a backup, record by record. */
import { type GalleryRecord, galleryRecords } from '../../../features/create/galleryRecords.ts';
import {
  readFile as readFilm,
  removeFiles as removeFilm,
  writeFile as writeFilm,
} from '../../../features/morph/films/filmFiles.ts';
import { filmRecords } from '../../../features/morph/films/filmRecords.ts';
import { ownClassImageRecords } from '../../../features/training/classImages/classImageRecords.ts';
import { t } from '../../../kit/language/t.ts';
import type { RecordStore } from '../../../kit/records/RecordStore.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { formRecords } from '../../../session/forms/formRecords.ts';
import { presetRecords } from '../../../session/presets/presetRecords.ts';
import { sameBytes } from '../file/pieces.ts';
import type { FoundRecord } from '../file/readBackup.ts';
import { type Course, DAMAGED, fileNamed, recordHere, sameRecord, wholeRecord } from './course.ts';
import type { RestoreUnit } from './units.ts';

interface Kind<T extends { id: string }> {
  store: RecordStore<T>;
  /** One of them, in words. */
  what: string;
  /** Fields that make it no other one. */
  but?: readonly string[];
  /** How it is written here. */
  adapted?: (record: T, course: Course) => T;
}

async function restoreEach<T extends { id: string }>(
  { records }: RestoreUnit,
  course: Course,
  { store, what, but = [], adapted = (record) => record }: Kind<T>,
): Promise<void> {
  for (const found of records) {
    course.step();
    const whole = await wholeRecord(store, found);
    if (!whole) {
      course.leave(what, DAMAGED, found);
      continue;
    }
    const record = adapted(whole, course);
    const here = await recordHere(store, record.id);
    if (here && (await sameRecord(record, here, but))) {
      course.passOver(found);
      continue;
    }
    await store.bring(here || (await store.has(record.id)) ? { ...record, id: newRecordId() } : record);
    course.took(found);
  }
}

/** Adapters that a picture was drawn with, as they are known here. */
const withItemIds = <A extends { id?: string | undefined }>(adapters: readonly A[], { itemIds }: Course): A[] =>
  adapters.map((adapter) =>
    adapter.id === undefined ? adapter : { ...adapter, id: itemIds.get(adapter.id) ?? adapter.id },
  );

export function restoreGallery(unit: RestoreUnit, course: Course): Promise<void> {
  return restoreEach<GalleryRecord>(unit, course, {
    store: galleryRecords as RecordStore<GalleryRecord>,
    what: t('A picture of the gallery'),
    but: ['favourite'],
    adapted: (record) => ({ ...record, adapters: withItemIds(record.adapters, course) }),
  });
}

export function restoreOwnClassImages(unit: RestoreUnit, course: Course): Promise<void> {
  return restoreEach(unit, course, {
    store: ownClassImageRecords,
    what: t('A class image of your own'),
    but: ['order'],
  });
}

export function restorePresets(unit: RestoreUnit, course: Course): Promise<void> {
  return restoreEach(unit, course, { store: presetRecords, what: t('A preset'), but: ['createdAt'] });
}

export async function restoreFilms({ records }: RestoreUnit, course: Course): Promise<void> {
  for (const found of records) {
    course.step();
    const whole = await wholeRecord(filmRecords, found);
    const file = fileNamed(found, 'film')?.content;
    if (!whole || !file || whole.bytes !== file.size) {
      course.leave(t('A film'), DAMAGED, found);
      continue;
    }
    const record = { ...whole, adapters: withItemIds(whole.adapters, course) };
    const here = await recordHere(filmRecords, record.id);
    const stored = here && (await readFilm(here.id));
    if (here && stored && (await sameRecord(record, here)) && (await sameBytes(file, stored))) {
      course.passOver(found);
      continue;
    }
    const id = (await filmRecords.has(record.id)) ? newRecordId() : record.id;
    try {
      await writeFilm(id, file);
      await filmRecords.bring({ ...record, id });
    } catch (error) {
      await removeFilm(id, 'all').catch(() => undefined);
      throw error;
    }
    course.took(found);
  }
}

/** Fields that stand in a form here stay; the others come beside them, and are seen once the page is loaded anew. */
export async function restoreForms({ records }: RestoreUnit, course: Course): Promise<void> {
  for (const found of records) {
    const record = await wholeRecord(formRecords, found);
    if (!record) {
      course.leave(t('The form {id}', { id: (found as FoundRecord).id }), DAMAGED, found);
      continue;
    }
    const { id, version, fields } = record;
    await formRecords.put(id, (now) =>
      now && now.version !== version ? null : { id, version, fields: { ...fields, ...now?.fields } },
    );
    course.took(found);
  }
}
