/**
 * The images of all datasets as they outlive a reload. An image's id begins with that of its dataset, so that those of one can
 * be found without reading any; those of the time before there were several have no dataset in it, and are the first one's.
 */
import * as z from 'zod';
import { msg } from '../../contract/message.ts';
import { StoredPng } from '../../kit/images/storedPng.ts';
import { RecordStore } from '../../kit/records/RecordStore.ts';
import { newRecordId } from '../../kit/records/recordId.ts';

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

/** The ids of a dataset's images, in no order. @throws StorageError */
export async function imageIdsOf(dataset: string): Promise<string[]> {
  return (await imageRecords.ids()).filter((id) => datasetOf(id) === dataset);
}
