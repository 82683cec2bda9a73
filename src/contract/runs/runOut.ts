/**
 * `out/run.json`: what a run left that was trained elsewhere, as it comes back into the studio. docs/out-json.md tells
 * whoever writes it what each part means. It is foreign: everything has bounds.
 */
import * as z from 'zod';
import { LoraModule } from '../adapters.ts';
import { ModelPath } from '../models.ts';
import { TrainSettings } from '../training.ts';
import { Sha256 } from './runBundle.ts';
import { DatasetRef } from './runs.ts';

export const RUN_OUT_FORMAT = 'weft-run-out';
/** Which version this is; a reader refuses what is newer. */
export const RUN_OUT_VERSION = 1;

/** Steps that a run has at most. */
const MOST_STEPS = 1_000_000;
/** Parts of each kind: files, measurements, layers. */
const MOST_PARTS = 20_000;
/** Of a layer: far beyond any that there is. */
const WIDEST = 1 << 20;

const Step = z.number().int().nonnegative().max(MOST_STEPS);
/** JSON has no number for a run that has gone astray. */
const LossInFile = z
  .number()
  .nullable()
  .transform((loss) => loss ?? Number.NaN);

/** Folders and keys in storage are made of it. */
export const RunId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'must be letters, digits and dashes');

const OutFile = z.object({ file: ModelPath, sha256: Sha256 });
export type OutFile = z.infer<typeof OutFile>;

const Module = LoraModule.extend({
  inFeatures: z.number().int().positive().max(WIDEST),
  outFeatures: z.number().int().positive().max(WIDEST),
  kernel: z.number().int().positive().max(64).optional(),
}).omit({ rank: true, loraAlpha: true });

/** Without this nothing of a run can be told from anything else. */
export const RunOutCore = z.object({
  format: z.literal(RUN_OUT_FORMAT),
  version: z.literal(RUN_OUT_VERSION),
  id: RunId,
  status: z.enum(['running', 'finished', 'failed']),
  settings: TrainSettings,
  model: z.object({
    name: z.string().max(1000),
    fingerprint: z.string().max(1000),
    /** The architecture in words, as the bundle had it; earlier runners didn't tell. */
    family: z.string().max(200).nullish(),
  }),
  modules: z.array(Module).min(1).max(MOST_PARTS).nullable(),
  stepsTaken: Step,
  stepsDone: Step.nullable(),
  stopped: z.boolean().nullable(),
});

/** What else it tells. Each part stands by itself: one that can't be read is left, and the others are taken. */
export const RUN_OUT_PARTS = {
  writtenAt: z.iso.datetime().transform(Date.parse),
  /** In the run's order, those held out among them: by them its images are known again. */
  pictures: z
    .array(z.object({ fingerprint: z.string().regex(/^[0-9a-f]{16}$/), caption: z.string().max(20_000) }))
    .max(MOST_PARTS),
  /** What its pictures are of, in the studio that it left. */
  dataset: DatasetRef.nullable(),
  losses: z.array(z.object({ step: Step, instance: LossInFile, prior: z.number().nullable() })).max(MOST_STEPS),
  evaluations: z.array(z.object({ step: Step, trained: LossInFile, heldOut: z.number().nullable() })).max(MOST_STEPS),
  samples: z
    .array(
      z.object({
        of: z.enum(['learnt', 'class']),
        step: Step,
        seed: z.number().int().nonnegative().max(0xffffffff),
        file: ModelPath,
      }),
    )
    .max(MOST_PARTS),
  seconds: z.number().nonnegative(),
  theta: OutFile.nullable(),
  /** The same in other programs' layouts. */
  adapter: z.array(OutFile).max(100),
  /** Folders of states that can be gone on from. */
  checkpoints: z.array(z.object({ step: Step.min(1), folder: ModelPath })).max(100),
  /** What was learnt by each checkpoint. */
  thetas: z.array(OutFile.extend({ step: Step.min(1) })).max(MOST_PARTS),
  error: z.object({ message: z.string().max(2000), advice: z.string().max(2000) }).nullable(),
} as const;

type Parts = { -readonly [K in keyof typeof RUN_OUT_PARTS]: z.infer<(typeof RUN_OUT_PARTS)[K]> };

/** A report as it was read. */
export type RunOut = z.infer<typeof RunOutCore> & Parts;
