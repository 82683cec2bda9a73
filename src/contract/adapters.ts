/** What a run leaves: LoRA adapters and learnt words, and the layouts of their files. */
import * as z from 'zod';
import { SamplingSettings } from './drawing.ts';
import type { ErrorInfo } from './errors.ts';
import { ADAPTER_WEIGHT, PICTURE_SETTINGS } from './settings/pictureSettings.ts';

/**
 * One LoRA-adapted layer; in θ lie its A [rank, inFeatures] and then its B [outFeatures, rank]. A convolution's A is
 * [rank, inFeatures, kernel, kernel].
 */
export const LoraModule = z.object({
  /**
   * Module path in the U-Net, as diffusers names it, e.g. `mid_block.attentions.0.transformer_blocks.0.attn1.to_q`; the
   * text encoder's begin with `text_encoder.`.
   */
  name: z.string(),
  inFeatures: z.number().int().positive(),
  outFeatures: z.number().int().positive(),
  /** Side of a convolution's square kernel; a linear layer has none. */
  kernel: z.number().int().positive().optional(),
  /** The layer's own rank and alpha, where they are not the adapter's. */
  rank: z.number().int().positive().optional(),
  loraAlpha: z.number().positive().optional(),
});
export type LoraModule = z.infer<typeof LoraModule>;

/** A LoRA as the engine trains and draws with it. */
export const LoraAdapter = z.object({
  baseModel: z.string(),
  rank: z.number().int().positive(),
  loraAlpha: z.number().positive(),
  modules: z.array(LoraModule),
  /** All trainable numbers as one vector: for each module A then B, row-major. */
  theta: z.instanceof(Float32Array),
});
export type LoraAdapter = z.infer<typeof LoraAdapter>;

/** A LoRA as it is known without its numbers: these lie in storage under the id of its record. */
export const StoredAdapter = LoraAdapter.omit({ theta: true }).extend({
  /** Of its numbers. */
  bytes: z.number().int().nonnegative(),
  /** The same for the same layers and numbers, whatever their id; what was kept by an earlier version has none. */
  fingerprint: z.string().optional(),
});
export type StoredAdapter = z.infer<typeof StoredAdapter>;

/** Bytes of the numbers that an adapter of these modules has. */
export function adapterBytes({ modules, rank: common }: Pick<LoraAdapter, 'modules' | 'rank'>): number {
  const numbers = modules.reduce((sum, { inFeatures, outFeatures, kernel = 1, rank = common }) => {
    return sum + rank * (inFeatures * kernel * kernel + outFeatures);
  }, 0);
  return numbers * Float32Array.BYTES_PER_ELEMENT;
}

/** A learnt word: rows of the text encoder's embedding that a placeholder token stands for. */
export const Embedding = z.object({
  baseModel: z.string(),
  /** As it stands in prompts, e.g. `<african-fabric>`. */
  token: z.string().min(1),
  /** Numbers in one row. */
  width: z.number().int().positive(),
  /** Its rows one after the other; each takes a position in the prompt. */
  vectors: z.instanceof(Float32Array),
});
export type Embedding = z.infer<typeof Embedding>;

/** What a run leaves: a LoRA whose numbers are in storage already, or a learnt word. */
export type LearntItem = LearntLora | { method: 'embedding'; embedding: Embedding };
export interface LearntLora extends StoredLora {
  method: 'lora';
  /** Whether what it teaches is to draw in a few steps of LCM (LCM-LoRA: Luo et al., arXiv 2311.05556). */
  fewSteps: boolean;
}

/** A LoRA that was made by the worker and put into storage. */
export interface StoredLora {
  adapter: StoredAdapter;
  /** Where storage did not take its numbers: these, and why. */
  unkept: UnkeptNumbers | null;
}

/** Numbers that storage has no room for: all works with them until the page is closed. */
export interface UnkeptNumbers {
  theta: Float32Array<ArrayBuffer>;
  error: ErrorInfo;
}

/** An adapter of the library by its id, as it is or as it was after a step of its run. */
export const AdapterPlace = z.object({
  id: z.string().min(1),
  /** Of the checkpoint; left out for the finished adapter. */
  step: z.number().int().nonnegative().optional(),
});
export type AdapterPlace = z.infer<typeof AdapterPlace>;

/** An adapter to draw with, and how strongly it acts. */
export const AdapterRef = AdapterPlace.extend({ weight: ADAPTER_WEIGHT.schema });
export type AdapterRef = z.infer<typeof AdapterRef>;

/** How class images are drawn: image by image the same for every run, so that runs can share them. */
export const ClassDrawing = SamplingSettings.extend({
  /** Seed of the first image; those of the others follow it. */
  firstSeed: PICTURE_SETTINGS.seed.schema,
  /** What makes a few steps enough; never what is being learnt. */
  adapters: z.array(AdapterRef),
});
export type ClassDrawing = z.infer<typeof ClassDrawing>;

/** How programs lay out a LoRA's file. */
export const LORA_FILE_LAYOUTS = ['peft', 'diffusers', 'kohya'] as const;
export type LoraFileLayout = (typeof LORA_FILE_LAYOUTS)[number];

/** How programs lay out a learnt word's file. */
export const EMBEDDING_FILE_LAYOUTS = ['diffusers', 'emb_params'] as const;
export type EmbeddingFileLayout = (typeof EMBEDDING_FILE_LAYOUTS)[number];
