/** A square out of a photograph, by hand or by chance, and how it is turned. */
import * as z from 'zod';
import { LONGEST_SIDE } from './photograph.ts';

const place = z
  .number()
  .int()
  .min(0)
  .max(LONGEST_SIDE - 1);

/** How often a photograph is turned to the right by a quarter. */
export const Turns = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);
export type Turns = z.infer<typeof Turns>;

export const Crop = z.object({
  /** Its left edge, in pixels of the upright photograph, before it is turned. */
  x: place,
  /** Its upper edge, likewise. */
  y: place,
  /** Pixels a side. */
  side: z.number().int().min(1).max(LONGEST_SIDE),
  turns: Turns,
});
export type Crop = z.infer<typeof Crop>;
