/**
 * The images of all datasets as they outlive a reload. An image's id begins with that of its dataset, so that those of one can
 * be found without reading any; those of the time before there were several have no dataset in it, and are the first one's.
 */
import * as z from 'zod';
import { msg } from '../../contract/message.ts';
import { Crop } from '../../contract/pictures/crop.ts';
import { StoredPng } from '../../kit/images/storedPng.ts';
import { RecordStore } from '../../kit/records/RecordStore.ts';
import { newRecordId } from '../../kit/records/recordId.ts';

/** The SHA-256 of a photograph's file, by which it is kept. */
export const OriginalId = z.string().regex(/^[0-9a-f]{64}$/);

export const ImageRecord = z.object({
  id: z.string(),
  name: z.string(),
  /** Place in the dataset; images are shown in ascending order. */
  order: z.number(),
  bytes: StoredPng,
  /** Pixels a side. */
  side: z.number().int().positive(),
  sourceWidth: z.number().int().positive(),
  sourceHeight: z.number().int().positive(),
  notes: z.array(z.string()),
  /** The sample fabric's file it came from, or null for a person's own image. */
  sample: z.string().nullable(),
  /** What it shows, in words; empty for the instance prompt of the run. Earlier versions kept none. */
  caption: z.string().default(''),
  /** The photograph that it was cut out of (`crops/originals.ts`). Earlier versions kept none, and storage may have no room. */
  original: OriginalId.optional(),
  /** What it shows of that; left out for the middle square, as it was added. */
  crop: Crop.optional(),
});
export type ImageRecord = z.infer<typeof ImageRecord>;

export const imageRecords = new RecordStore('weft-dataset', msg('the dataset'), ImageRecord);

/** The dataset that there was before there were several. */
export const FIRST_DATASET = 'first';

/** An id for a new image of a dataset. */
export function newImageId(dataset: string): string {
  return `${dataset} ${newRecordId()}`;
}

/** The dataset that an image is of, by its id. */
export function datasetOf(image: string): string {
  const end = image.indexOf(' ');
  return end < 0 ? FIRST_DATASET : image.slice(0, end);
}

/** What an image is known by to whatever looks at its picture: cut out otherwise, it is another one. */
export function pictureId({ id, crop }: Pick<ImageRecord, 'id' | 'crop'>): string {
  return crop ? [id, crop.x, crop.y, crop.side, crop.turns].join(' ') : id;
}

/** An image's picture, as it is handed to whatever looks at it. */
export const pictureOf = ({ id, crop, name, bytes }: ImageRecord) => ({ id: pictureId({ id, crop }), name, bytes });

/** The ids of a dataset's images, in no order. @throws StorageError */
export async function imageIdsOf(dataset: string): Promise<string[]> {
  return (await imageRecords.ids()).filter((id) => datasetOf(id) === dataset);
}
