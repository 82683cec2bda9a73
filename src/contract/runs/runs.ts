/** How an adapter came to be, and a run between two steps: what is kept beside θ. */
import * as z from 'zod';
import { withCurrentNames } from '../formerNames.ts';

/** How far lists and tables may lie within each other in a setting: what checks and shows them calls itself for each level. */
const DEEPEST = 32;

/** JSON that is not deep. Looked at a level at a time, so that no depth is too deep for that itself. */
const ShallowJson = z
  .unknown()
  .refine((value) => {
    let level = [value];
    for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
      level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
    }
    return level.length === 0;
  }, `lies more than ${DEEPEST} levels deep`)
  .pipe(z.json());

/** The settings of a run as they were, by their names in TrainSettings; runs of other versions may have others. */
export const RunSettings = z.record(z.string(), ShallowJson);
export type RunSettings = z.infer<typeof RunSettings>;

/** A loss. That of a run which has gone astray may be NaN or infinite, which zod's own numbers are not. */
const LossNumber = z.custom<number>((value) => typeof value === 'number');

/** Losses of one training step. `prior` is null without prior preservation, which textual inversion has none of. */
export const LossPoint = z.object({ step: z.number(), instance: LossNumber, prior: LossNumber.nullable() });
export type LossPoint = z.infer<typeof LossPoint>;

/** The evaluation loss after a step: the mean over fixed noises and timesteps, which moves with the adapter alone. */
export const EvaluationPoint = z.object({
  step: z.number(),
  /** On images that the run learns from. */
  trained: LossNumber,
  /** On those held out; null where none is. */
  heldOut: LossNumber.nullable(),
});
export type EvaluationPoint = z.infer<typeof EvaluationPoint>;

/** Characters of a name in a sweep, and of an id. */
const LONGEST_NAME = 200;

/** What a setting has in one of a sweep's runs. */
const SweptValue = z.union([
  z.number(),
  z.boolean(),
  z.string().max(2000),
  z.array(z.string().max(LONGEST_NAME)).max(20),
]);
export type SweptValue = z.infer<typeof SweptValue>;

/** The sweep that a run is of, and what it has otherwise than the others. */
export const SweepMark = z.object({
  id: z.string().min(1).max(LONGEST_NAME),
  name: z.string().max(LONGEST_NAME),
  /** A value for each axis, in the order of the axes: the columns' first. */
  values: z
    .array(z.object({ setting: z.string().min(1).max(LONGEST_NAME), value: SweptValue }))
    .min(1)
    .max(20),
});
export type SweepMark = z.infer<typeof SweepMark>;

/** The dataset that something was learnt from, as it was called then. */
export const DatasetRef = z.object({ id: z.string().min(1).max(100), name: z.string().max(1000) });
export type DatasetRef = z.infer<typeof DatasetRef>;

/** A run that ended in an adapter or a word. */
const TrainedOrigin = z.object({
  kind: z.literal('trained'),
  settings: RunSettings,
  losses: z.array(LossPoint),
  /** Runs of earlier versions were not measured so. */
  evaluations: z.array(EvaluationPoint).optional(),
  stepsDone: z.number().int().nonnegative(),
  /** How many images it learnt from; earlier versions did not keep it. */
  images: z.number().int().nonnegative().optional(),
  /** Earlier versions knew one dataset alone. */
  dataset: DatasetRef.optional(),
  /** True when the run was ended before its last step. */
  stopped: z.boolean(),
  /** Of the whole run, in all its sessions; earlier versions did not keep it. */
  seconds: z.number().nonnegative().optional(),
  /** Where it is one of a sweep. A mark that can't be read must not lose the adapter. */
  sweep: SweepMark.optional().catch(undefined),
});
export type TrainedOrigin = z.infer<typeof TrainedOrigin>;

/** Adapters that were made into one. */
const MergedOrigin = z.object({
  kind: z.literal('merged'),
  parts: z.array(
    z.object({ name: z.string(), weight: z.number(), rank: z.number().int().positive(), loraAlpha: z.number() }),
  ),
});

/** A file of another program, with what its header says. */
const ForeignOrigin = z.object({ kind: z.literal('foreign'), metadata: z.record(z.string(), z.string()) });

/** How an adapter came to be. Goes with it into the library and into its files. */
export const AdapterOrigin = z.preprocess(
  withCurrentNames,
  z.discriminatedUnion('kind', [TrainedOrigin, MergedOrigin, ForeignOrigin]),
);
export type AdapterOrigin = z.infer<typeof AdapterOrigin>;

/** What a run was made of besides its settings, as short names of the contents: by them it is known again. */
export const RunIdentity = z.object({
  model: z.string(),
  /** Of each image that it learns from, in their order. */
  images: z.array(z.string()),
  /** Their captions as they were; runs of earlier versions had none. */
  captions: z.array(z.string()).default([]),
});
export type RunIdentity = z.infer<typeof RunIdentity>;

/** A run between two steps: all that its next steps depend on. */
export const TrainState = z.object({
  trainer: z.object({
    /** Steps taken. */
    step: z.number().int().nonnegative(),
    /** θ and the optimizer's memory. */
    vectors: z.record(z.string(), z.instanceof<typeof Float32Array<ArrayBuffer>>(Float32Array)),
  }),
  /** Of PyTorch's generator. */
  random: z.object({
    words: z.instanceof<typeof Uint32Array<ArrayBufferLike>>(Uint32Array),
    position: z.number().int().nonnegative(),
    cachedNormal: z.number().nullable(),
  }),
  /** What early stopping has found. */
  best: z
    .object({
      step: z.number().int().positive(),
      heldOut: LossNumber,
      theta: z.instanceof<typeof Float32Array<ArrayBuffer>>(Float32Array),
      waited: z.number().int().nonnegative(),
    })
    .nullish(),
});
export type TrainState = z.infer<typeof TrainState>;

/** Where a run stood, to be gone on from. */
export interface RunCheckpoint {
  /** Steps taken. */
  step: number;
  /** Null where it is in storage, under the run's id and this step: there the worker reads it itself. */
  state: TrainState | null;
}

/** A run that ended before its time, to be gone on with. */
export interface UnfinishedRun {
  identity: RunIdentity;
  /** Its last checkpoint; null where there is none. */
  checkpoint: RunCheckpoint | null;
}
