/**
 * Class images that runs drew, kept for the runs to come: a set for each model, prompt and way of drawing. What is known
 * of a set lies apart from its images, so that sets can be listed without reading them. Beside them, a person's own.
 */
import * as z from 'zod';
import { msg } from '../../../contract/message.ts';
import { RecordStore } from '../../../kit/records/RecordStore.ts';

const WHAT = msg('the class images');

export const ClassSetRecord = z.object({
  id: z.string(),
  /** Fingerprint of the model that drew it, and the name for people. */
  model: z.string(),
  modelName: z.string(),
  prompt: z.string(),
  /** How its images were drawn; images that were drawn in another way are another set. */
  drawing: z.string(),
  count: z.number().int().nonnegative(),
  /** Of its images' files together. */
  bytes: z.number().nonnegative(),
});
export type ClassSetRecord = z.infer<typeof ClassSetRecord>;

/** One image of a set. */
export const ClassImageRecord = z.object({ id: z.string(), png: z.instanceof(ArrayBuffer) });

/** An image of a person's own, prepared as the dataset's are. */
export const OwnClassImage = z.object({
  id: z.string(),
  name: z.string(),
  /** Images are taken in ascending order. */
  order: z.number(),
  png: z.instanceof(ArrayBuffer),
});
export type OwnClassImage = z.infer<typeof OwnClassImage>;

/** The id of a set's image, counted from 0. */
export function classImageId(set: string, index: number): string {
  return `${set} ${String(index).padStart(4, '0')}`;
}

/** The ids of a set's first images. */
export function classImageIds(set: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => classImageId(set, index));
}

export const classSetRecords = new RecordStore('weft-class-sets', WHAT, ClassSetRecord);
export const classImageRecords = new RecordStore('weft-class-images', WHAT, ClassImageRecord);
export const ownClassImageRecords = new RecordStore('weft-own-class-images', msg('your class images'), OwnClassImage);
