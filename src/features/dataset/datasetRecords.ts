/** The dataset's images as they outlive a reload. */
import * as z from 'zod';
import { RecordStore } from '../../kit/records/RecordStore.ts';

export const DatasetRecord = z.object({
  id: z.string(),
  name: z.string(),
  /** Place in the dataset; images are shown in ascending order. */
  order: z.number(),
  /** PNG. An ArrayBuffer, since Safari on iOS loses Blobs from IndexedDB. */
  bytes: z.instanceof(ArrayBuffer),
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
export type DatasetRecord = z.infer<typeof DatasetRecord>;

export const datasetRecords = new RecordStore('weft-dataset', 'the dataset', DatasetRecord);
