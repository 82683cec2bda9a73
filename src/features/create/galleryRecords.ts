/** Drawn pictures as they outlive a reload. */
import * as z from 'zod';
import { CreateSettings } from '../../contract/drawing.ts';
import { msg } from '../../contract/message.ts';
import { Prediction } from '../../contract/models.ts';
import { OverSettings } from '../../contract/settings/overSettings.ts';
import { StoredPng } from '../../kit/images/storedPng.ts';
import { RecordStore } from '../../kit/records/RecordStore.ts';

const CurrentRecord = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  createdAt: z.number(),
  settings: CreateSettings,
  model: z.string(),
  /** What a person said that the model predicts; left out where that was left to its files. */
  prediction: Prediction.optional(),
  /** The adapters it was drawn with, as they were called then. */
  adapters: z.array(
    z.object({
      name: z.string(),
      weight: z.number(),
      step: z.number().optional(),
      /** By which it is found again; pictures of earlier versions have its name alone. */
      id: z.string().optional(),
      fingerprint: z.string().optional(),
    }),
  ),
  /** What drawing took. */
  seconds: z.number(),
  /** How far its colours were pulled onto the cloth's, in per cent; left out where they are as drawn. */
  pulled: z.number().min(0).max(100).optional(),
  /** What it was drawn over, at its own size; left out where it began with noise alone. */
  over: z
    .object({
      /** SHA-256 of the file that was chosen, in hexadecimal digits. */
      digest: z.string(),
      /** Share of the steps that were taken. */
      strength: OverSettings.shape.strength,
      picture: StoredPng,
      /** White where it was drawn anew; null for all of it. */
      mask: StoredPng.nullable(),
    })
    .optional(),
  /** Whether its person marked it, to find it again. */
  favourite: z.boolean().optional(),
  /** With the settings in its text chunks. */
  png: StoredPng,
});
export type GalleryRecord = z.infer<typeof CurrentRecord>;

/** Version 0.1.0 drew with one adapter at most, and kept its weight among the settings. */
const FirstRecord = z.looseObject({
  adapter: z.string().nullable(),
  settings: z.looseObject({ adapterWeight: z.number() }),
});

function migrate(stored: unknown): unknown {
  const first = FirstRecord.safeParse(stored);
  if (!first.success) return stored;
  const { adapter, ...rest } = first.data;
  return { ...rest, adapters: adapter === null ? [] : [{ name: adapter, weight: rest.settings.adapterWeight }] };
}

export const GalleryRecord = z.preprocess(migrate, CurrentRecord);

export const galleryRecords = new RecordStore('weft-gallery', msg('the gallery'), GalleryRecord);
