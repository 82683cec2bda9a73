/**
 * `run.json`: a training run as it leaves the studio to go on elsewhere, said once for every engine. docs/run-json.md tells
 * whoever reads it what each part means.
 */
import * as z from 'zod';
import { LoraModule } from '../adapters.ts';
import { SamplingSettings } from '../drawing.ts';
import { ModelFile, ModelOrigin, ModelPath, Prediction } from '../models.ts';
import { PICTURE_SETTINGS } from '../settings/pictureSettings.ts';
import { TrainSettings } from '../training.ts';
import { DatasetRef } from './runs.ts';

/** Which version this is; a reader refuses what is newer. */
export const RUN_BUNDLE_VERSION = 1;

/** What a bundle calls the family that the studio can't open, and its runner can. */
export const XL_FAMILY = 'Stable Diffusion XL';

/** A SHA-256, by which a file is known again. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A file of the bundle: its path in it, and what it holds. */
export const BundleFile = z.object({ file: ModelPath, sha256: Sha256 });
export type BundleFile = z.infer<typeof BundleFile>;

/** A picture that the run learns from, or that is held out. */
export const BundlePicture = BundleFile.extend({
  /** As the person's own file was called. */
  name: z.string(),
  /** What it shows; empty for the instance prompt. */
  caption: z.string(),
  /** Of the studio's own file, before it was brought to the run's size: by it the studio knows the picture again. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
  heldOut: z.boolean(),
});
export type BundlePicture = z.infer<typeof BundlePicture>;

/** Where the model is found: on the hub, in the bundle, or on the person's own disk. */
const ModelSource = z.discriminatedUnion('kind', [
  ...ModelOrigin.options,
  /** In the bundle, in diffusers' layout. */
  z.object({ kind: z.literal('included'), folder: ModelPath }),
]);

const BundleModel = z.object({
  /** Kept in adapters as their base model. */
  name: z.string(),
  /** Tells its weights from others, whatever their names are. */
  fingerprint: z.string(),
  /** The architecture in words; null where that wasn't told. */
  family: z.string().nullable(),
  source: ModelSource,
  layout: z.enum(['diffusers', 'single-file']),
  /** The files that the studio uses, by their paths below the model's own folder. */
  files: z.array(ModelFile),
  /** What a person says that it predicts; null where its own files tell. */
  prediction: Prediction.nullable(),
  /** What it predicts, whoever says so. */
  predicts: Prediction,
  /** Side of the pictures that it was trained on, in pixels. */
  nativeSize: z.number().int().positive(),
});
export type BundleModel = z.infer<typeof BundleModel>;

const BundleClassImages = z.object({
  /** Those that are there, the first of them first: a person's own, or drawn from the seeds that follow `firstSeed`. */
  given: z.array(BundleFile),
  /** How the missing ones are drawn: that at index i from the seed firstSeed + i. */
  drawing: SamplingSettings.extend({ firstSeed: PICTURE_SETTINGS.seed.schema }),
});

/** A loss; null where a run that has gone astray measured what is no number, since JSON has none for it. */
const LossInFile = z.number().nullable();

const BundleState = z.object({
  /** Steps taken. */
  step: z.number().int().positive(),
  /** With `state.json` and a file of little-endian 32-bit floats for each vector. */
  folder: ModelPath,
  /** Of every step up to it. */
  losses: z.array(z.object({ step: z.number(), instance: LossInFile, prior: LossInFile })),
  evaluations: z.array(z.object({ step: z.number(), trained: LossInFile, heldOut: LossInFile })),
  /** Seconds that the run took up to it. */
  seconds: z.number().nonnegative(),
});

export const RunBundle = z.object({
  format: z.literal('weft-run'),
  version: z.literal(RUN_BUNDLE_VERSION),
  /** The run's, and that of the adapter which it leaves: by it `out/` is known again. */
  id: z.string().min(1),
  /** ISO 8601. */
  writtenAt: z.iso.datetime(),
  settings: TrainSettings,
  /** What its pictures are of, in the studio; earlier bundles don't tell. */
  dataset: DatasetRef.nullable().optional(),
  /** Side of every picture in the bundle, in pixels. */
  size: z.number().int().positive(),
  model: BundleModel,
  /** The layers that a LoRA learns in, in θ's order; null for textual inversion, and where the studio can't open the model. */
  modules: z.array(LoraModule).min(1).nullable(),
  /** In the run's order; those held out among them. */
  pictures: z.array(BundlePicture).min(1),
  /** Null where the run has none. */
  classImages: BundleClassImages.nullable(),
  /** How pictures are drawn on the way; each prompt from each seed. */
  samples: SamplingSettings.extend({ prompts: z.array(z.string()).min(1), seeds: z.array(z.number().int()) }),
  /** What the evaluation loss is measured on. */
  evaluation: z.object({
    images: z.number().int().positive(),
    timestepsPerImage: z.number().int().positive(),
    seed: z.number().int(),
  }),
  /** Where an unfinished run stands; null for one that has not begun. */
  state: BundleState.nullable(),
});
export type RunBundle = z.infer<typeof RunBundle>;
