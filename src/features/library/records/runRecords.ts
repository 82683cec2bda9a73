/**
 * Training runs that have not ended yet, so that a reload or a crash loses little: what a run is made of, and its last
 * checkpoint. They lie apart, since they are written at different times. The class images lie with those of other runs.
 */
import * as z from 'zod';
import { withCurrentNames } from '../../../contract/formerNames.ts';
import { msg } from '../../../contract/message.ts';
import { DatasetRef, EvaluationPoint, LossPoint, RunIdentity, TrainState } from '../../../contract/runs/runs.ts';
import { TrainSettings } from '../../../contract/training.ts';
import { RecordStore } from '../../../kit/records/RecordStore.ts';

const WHAT = msg('unfinished training runs');

/** Before there was more than one method, a run was that of a LoRA. */
const KeptSettings = z.preprocess(
  (stored) => (typeof stored === 'object' && stored !== null ? { method: 'lora', ...stored } : stored),
  TrainSettings,
);

export const RunRecord = z.object({
  id: z.string(),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  settings: KeptSettings,
  identity: RunIdentity,
  /** Ids of its class images where they are a person's own. */
  ownClassImages: z.array(z.string()).default([]),
  /** Id of the few-step adapter that its class images are drawn with. */
  fewStepAdapter: z.string().nullable().default(null),
  /** What it learns from; runs of earlier versions learn from the first dataset. */
  dataset: DatasetRef.optional(),
  /** Whether its person paused it; else it was broken off. */
  paused: z.boolean().default(false),
});
export type RunRecord = z.infer<typeof RunRecord>;

/** The last checkpoint of a run, under the run's id. */
const CurrentCheckpoint = z.object({
  id: z.string(),
  /** Steps taken. */
  step: z.number().int().nonnegative(),
  /** Only where storage had no room for it as a file, and in the records of earlier versions. */
  state: TrainState.nullable().default(null),
  /** Of every step up to it. */
  losses: z.array(LossPoint),
  evaluations: z.array(EvaluationPoint),
  /** Seconds that the run took up to it, in all its sessions. */
  seconds: z.number(),
});
export type CheckpointRecord = z.infer<typeof CurrentCheckpoint>;
export const CheckpointRecord = z.preprocess((stored) => withStep(withCurrentNames(stored)), CurrentCheckpoint);

/** Earlier versions told the step only in the state, which lay within. */
function withStep(stored: unknown): unknown {
  const within = z.looseObject({ state: TrainState }).safeParse(stored);
  return within.success ? { step: within.data.state.trainer.step, ...within.data } : stored;
}

const Picture = z
  .object({
    width: z.number().int().positive(),
    height: z.number().int().positive(),
    rgba: z.instanceof<typeof Uint8ClampedArray<ArrayBuffer>>(Uint8ClampedArray),
  })
  .refine(({ width, height, rgba }) => rgba.length === 4 * width * height, 'the picture’s bytes don’t fit its size');

/** What was drawn on the way of a run; stays with the adapter that the run leaves, which has the run's id. */
export const SampleRecord = z.object({
  id: z.string(),
  run: z.string(),
  /** What it shows: what is learnt, or the class. */
  of: z.enum(['learnt', 'class']).default('learnt'),
  step: z.number().int().nonnegative(),
  seed: z.number(),
  picture: Picture,
});
export type SampleRecord = z.infer<typeof SampleRecord>;

export function sampleId(run: string, { of, step, seed }: Pick<SampleRecord, 'of' | 'step' | 'seed'>): string {
  return `${run} ${String(step).padStart(6, '0')} ${seed}${of === 'class' ? ' class' : ''}`;
}

export const runRecords = new RecordStore('weft-runs', WHAT, RunRecord);
export const checkpointRecords = new RecordStore('weft-run-checkpoints', WHAT, CheckpointRecord);
export const sampleRecords = new RecordStore('weft-run-samples', msg('sample pictures'), SampleRecord);
