/** Drawn pictures as they outlive a reload. */
import * as z from 'zod';
import { CreateSettings } from '../../workers/protocol.ts';
import { RecordStore } from './RecordStore.ts';

export const GalleryRecord = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  settings: CreateSettings,
  model: z.string(),
  /** Name of the adapter it was drawn with, as it was called then. */
  adapter: z.string().nullable(),
  /** What drawing took. */
  seconds: z.number(),
  /** PNG with the settings in its text chunks. */
  png: z.instanceof(ArrayBuffer),
});
export type GalleryRecord = z.infer<typeof GalleryRecord>;

export const galleryRecords = new RecordStore('weft-gallery', 'the gallery', GalleryRecord);
