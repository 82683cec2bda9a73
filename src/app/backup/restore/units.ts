/** What lies in a backup as its person chooses of it: each dataset and each item of the library, and the rest by kinds. Pure. */

import { type Message, msg } from '../../../contract/message.ts';
import { datasetOf } from '../../../features/dataset/imageRecords.ts';
import { t } from '../../../kit/language/t.ts';
import { numberText } from '../../../kit/text/numberText.ts';
import type { FoundRecord } from '../file/readBackup.ts';
import { isStoreName, SECTION_NAMES, type Section, STORES, type StoreName } from '../records/sections.ts';

export interface RestoreUnit {
  /** Tells it from all others. */
  key: string;
  section: Section;
  /** e.g. `Dataset “Linen”, 12 images`. */
  label: string;
  records: readonly FoundRecord[];
  bytes: number;
}

/** @returns in the order in which they are to be restored */
export function unitsOf(records: readonly FoundRecord[]): RestoreUnit[] {
  const known = records.filter(({ store }) => isStoreName(store));
  const of = (...stores: StoreName[]) => known.filter(({ store }) => stores.includes(store as StoreName));
  const units = [
    ...datasetUnits(of('weft-datasets', 'weft-dataset'), of('weft-originals')),
    ...unit(
      'datasets',
      'own-class-images',
      countText(of('weft-own-class-images').length, OF.classImages),
      of('weft-own-class-images'),
    ),
    ...itemUnits(of('weft-adapters', 'weft-embeddings'), of('weft-run-samples')),
    ...unit(
      'checkpoints',
      'checkpoints',
      t(SECTION_NAMES.checkpoints),
      of('weft-runs', 'weft-run-checkpoints', 'weft-kept-checkpoints'),
    ),
    ...unit(
      'gallery',
      'gallery',
      t('Gallery, {pictures}', { pictures: countText(of('weft-gallery').length, OF.pictures) }),
      of('weft-gallery'),
    ),
    ...unit('films', 'films', countText(of('weft-films').length, OF.films), of('weft-films')),
    ...unit('presets', 'presets', countText(of('weft-presets').length, OF.presets), of('weft-presets')),
    ...unit('forms', 'forms', t(SECTION_NAMES.forms), of('weft-forms')),
  ];
  return units;
}

/** Of how many records nobody knows what they are, as of a later version's. */
export function unknownRecords(records: readonly FoundRecord[]): number {
  return records.filter(({ store }) => !isStoreName(store)).length;
}

function unit(section: Section, key: string, label: string, records: readonly FoundRecord[]): RestoreUnit[] {
  if (records.length === 0) return [];
  return [{ key, section, label, records, bytes: records.reduce((sum, { bytes }) => sum + bytes, 0) }];
}

/** Each with the photographs that its images were cut out of, which it may share with others. */
function datasetUnits(records: readonly FoundRecord[], originals: readonly FoundRecord[]): RestoreUnit[] {
  const byDataset = new Map<string, FoundRecord[]>();
  for (const record of records) {
    const dataset = record.store === STORES_ABOUT ? record.id : datasetOf(record.id);
    const own = byDataset.get(dataset);
    if (own) own.push(record);
    else byDataset.set(dataset, [record]);
  }
  return [...byDataset].flatMap(([id, own]) => {
    const images = own.filter(({ store }) => store !== STORES_ABOUT);
    const about = own.find(({ store }) => store === STORES_ABOUT);
    const used = new Set(images.map((image) => textIn(image, 'original')));
    return unit(
      'datasets',
      `dataset ${id}`,
      t('Dataset “{name}”, {images}', { name: nameIn(about), images: countText(images.length, OF.images) }),
      [...own, ...originals.filter((original) => used.has(original.id))],
    );
  });
}

const STORES_ABOUT: StoreName = 'weft-datasets';

function itemUnits(items: readonly FoundRecord[], samples: readonly FoundRecord[]): RestoreUnit[] {
  return items.flatMap((item) => {
    const own = samples.filter(({ id }) => id.startsWith(`${item.id} `));
    const name = nameIn(item);
    return unit(
      STORES['weft-adapters'],
      `item ${item.id}`,
      item.store === 'weft-adapters' ? t('Adapter “{name}”', { name }) : t('Word “{name}”', { name }),
      [item, ...own],
    );
  });
}

/** What a record says that it is called. */
export function nameIn(record: FoundRecord | undefined): string {
  return textIn(record, 'name')?.slice(0, 200) ?? t('Restored');
}

/** A field of what a record says; null where it has none, or no text in it. */
function textIn(record: FoundRecord | undefined, field: string): string | null {
  const { value } = record ?? {};
  const said = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[field] : null;
  return typeof said === 'string' ? said : null;
}

const OF = {
  pictures: msg('{number} {count, plural, one {picture} other {pictures}}'),
  images: msg('{number} {count, plural, one {image} other {images}}'),
  films: msg('{number} {count, plural, one {film} other {films}}'),
  presets: msg('{number} {count, plural, one {preset} other {presets}} of your own'),
  classImages: msg('{number} class {count, plural, one {image} other {images}} of your own'),
} as const;

const countText = (count: number, of: Message) => t(of, { number: numberText(count), count });
