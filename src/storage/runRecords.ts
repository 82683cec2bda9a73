/**
 * Training runs that have not ended yet, so that a reload or a crash loses little: what a run is made of, the class images
 * that it drew, and its last checkpoint. Each kind lies apart, since they are written at different times.
 */
import * as z from 'zod';
import { LossPoint, RunIdentity, TrainSettings, TrainState } from '../../workers/protocol.ts';
import { RecordStore } from './RecordStore.ts';

const WHAT = 'unfinished training runs';

const RunRecord = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  settings: TrainSettings,
  identity: RunIdentity,
});
export type RunRecord = z.infer<typeof RunRecord>;

/** The last checkpoint of a run, under the run's id. */
const CheckpointRecord = z.object({
  id: z.string(),
  state: TrainState,
  /** Of every step up to it. */
  losses: z.array(LossPoint),
  /** Seconds that the run took up to it, in all its sessions. */
  seconds: z.number(),
});
export type CheckpointRecord = z.infer<typeof CheckpointRecord>;

const ClassPictureRecord = z
  .object({
    id: z.string(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    /** As the model drew it, to the last bit: training goes on from it. */
    rgba: z.instanceof<typeof Uint8ClampedArray<ArrayBuffer>>(Uint8ClampedArray),
  })
  .refine(({ width, height, rgba }) => rgba.length === 4 * width * height, 'the picture’s bytes don’t fit its size');
export type ClassPictureRecord = z.infer<typeof ClassPictureRecord>;

/** The id of a run's class image, counted from 0. */
export function classPictureId(run: string, index: number): string {
  return `${run} ${String(index).padStart(4, '0')}`;
}

export const runRecords = new RecordStore('weft-runs', WHAT, RunRecord);
export const checkpointRecords = new RecordStore('weft-run-checkpoints', WHAT, CheckpointRecord);
export const classPictureRecords = new RecordStore('weft-run-class-pictures', WHAT, ClassPictureRecord);
