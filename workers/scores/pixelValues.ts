/** Pictures as CLIP and ViT take them: at the model's size, cropped to its middle, each channel of unit spread. */
import * as z from 'zod';
import type { Picture } from '../../src/contract/drawing.ts';
import { FILTERS, resample } from '../shared/resample.ts';

/** Of a model that judges pictures: CLIP and ViT take 224, the largest of their kind 518. */
const side = z.number().int().positive().max(1024);
const Square = z.union([
  side,
  z.object({ shortest_edge: side }).transform(({ shortest_edge }) => shortest_edge),
  z
    .object({ height: side, width: side })
    .refine(({ height, width }) => height === width, 'is no square')
    .transform(({ height }) => height),
]);
const Channels = <T extends z.ZodType<number>>(each: T) => z.tuple([each, each, each]);

/** `preprocessor_config.json`, in transformers' wording of any age. What it makes of a picture are numbers in any case. */
export const Preprocessing = z
  .object({
    size: Square,
    /** Left out where nothing is cropped. */
    crop_size: Square.optional(),
    resample: z.union([z.literal(FILTERS.bilinear), z.literal(FILTERS.bicubic)]).default(FILTERS.bilinear),
    rescale_factor: z
      .number()
      .positive()
      .max(1)
      .default(1 / 255),
    image_mean: Channels(z.number().min(-255).max(255)),
    image_std: Channels(z.number().min(1e-4).max(1e4)),
  })
  .refine(({ size, crop_size = size }) => crop_size <= size, 'crops to more than there is');
export type Preprocessing = z.infer<typeof Preprocessing>;

/** Planes of red, green and blue, [3, side, side], of a square picture, and their side. */
export function pixelValues(picture: Picture, how: Preprocessing): { side: number; values: Float32Array } {
  const { size, crop_size: crop = size, rescale_factor: factor, image_mean: mean, image_std: spread } = how;
  const { rgba } = resample(picture, size, size, how.resample);
  const edge = Math.floor((size - crop) / 2);
  const values = new Float32Array(3 * crop * crop);
  for (let y = 0; y < crop; y++) {
    for (let x = 0; x < crop; x++) {
      const at = 4 * ((y + edge) * size + x + edge);
      for (let channel = 0; channel < 3; channel++) {
        const value = factor * (rgba[at + channel] as number);
        values[(channel * crop + y) * crop + x] = (value - (mean[channel] as number)) / (spread[channel] as number);
      }
    }
  }
  return { side: crop, values };
}
