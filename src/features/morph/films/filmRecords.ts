/** Films as they outlive a reload, finished and unfinished ones; their frames and files lie in `filmFiles.ts`. */
import * as z from 'zod';
import { MorphSettings } from '../../../contract/drawing.ts';
import { FilmEncoding } from '../../../contract/filmWorker.ts';
import { msg } from '../../../contract/message.ts';
import { Prediction } from '../../../contract/models.ts';
import { RecordStore } from '../../../kit/records/RecordStore.ts';

export const FilmRecord = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  settings: MorphSettings,
  /** In the order of the keyframes' weights. */
  adapters: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      weight: z.number(),
      /** By which it is found again under another id; films of earlier versions have it not. */
      fingerprint: z.string().optional(),
    }),
  ),
  model: z.string(),
  /** Where a person said what it predicts. */
  prediction: Prediction.optional(),
  encoding: FilmEncoding,
  frames: z.number().int().positive(),
  /** Of the finished file; null while frames are missing. */
  bytes: z.number().nullable(),
});
export type FilmRecord = z.infer<typeof FilmRecord>;

export const filmRecords = new RecordStore('weft-films', msg('the films'), FilmRecord);
