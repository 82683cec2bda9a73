/** Models that a person added: where each comes from, and what of it lies in the browser’s own file system. */
import * as z from 'zod';

/** Names a stored model's folder, so it must be a plain file name everywhere. */
const ModelId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/);

/** Which model: the one that comes with the studio, or one that was added. */
export const ModelRef = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starter') }),
  z.object({ kind: z.literal('stored'), id: ModelId }),
]);
export type ModelRef = z.infer<typeof ModelRef>;

/** Where an added model comes from. */
export const ModelOrigin = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hub'),
    /** The hub's own address, without a trailing slash: `https://huggingface.co`, or a mirror of it. */
    hub: z.string(),
    /** Owner and name, e.g. `stable-diffusion-v1-5/stable-diffusion-v1-5`. */
    repository: z.string(),
    /** The commit whose files they are: what is downloaded later is of the same one. */
    commit: z.string(),
  }),
  /** By the name that it had on the person's disk. */
  z.object({ kind: z.literal('folder'), name: z.string() }),
  z.object({ kind: z.literal('file'), name: z.string() }),
]);
export type ModelOrigin = z.infer<typeof ModelOrigin>;

/** A path below the model's folder: no part of it may lead out of there, or be what no address can carry. */
export const ModelPath = z.string().regex(/^(?!\.{1,2}(\/|$))[^/\\\p{Cs}]+(\/(?!\.{1,2}(\/|$))[^/\\\p{Cs}]+)*$/u);

/** One file of a model. */
export const ModelFile = z.object({
  path: ModelPath,
  bytes: z.number().int().nonnegative(),
  /**
   * By which a damaged byte is found: the SHA-256 of the contents, or the SHA-1 by which git names them; null where
   * neither is known yet.
   */
  digest: z
    .object({ kind: z.enum(['sha256', 'git-blob']), hex: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/) })
    .nullable(),
});
export type ModelFile = z.infer<typeof ModelFile>;

/** What a model's U-Net answers with: the noise, the velocity, or the clean picture. */
export const Prediction = z.enum(['epsilon', 'v_prediction', 'sample']);
export type Prediction = z.infer<typeof Prediction>;

/** A model as it is stored, or as it will be once all its files are there. */
export const StoredModel = z.object({
  id: ModelId,
  /** Shown to people and kept in adapters as their base model. */
  name: z.string().min(1),
  origin: ModelOrigin,
  /** `diffusers`: a folder with a subfolder for each net. `single-file`: one checkpoint that holds all of them. */
  layout: z.enum(['diffusers', 'single-file']),
  /** The architecture in words, e.g. `Stable Diffusion 1`. */
  family: z.string(),
  files: z.array(ModelFile).min(1),
  /** What it predicts, where a person said so or a file beside it; else its own files tell. */
  prediction: Prediction.optional(),
  /** Milliseconds since 1970. */
  addedAt: z.number(),
});
export type StoredModel = z.infer<typeof StoredModel>;
