/** What is drawn: prompts, how closely they are followed, in which steps, with which adapters. */
import type { Embedding } from '../adapters/embedding.ts';
import type { LoraAdapter } from '../adapters/loraLayout.ts';
import type { LoraMix } from '../adapters/loraMix.ts';
import type { SamplerKind } from '../diffusion/samplers/createSampler.ts';
import type { Thrift } from '../diffusion/stepWork.ts';
import type { Seamless } from '../nets/seamless.ts';

/** How prompts are read: as they are, or with weights, changes on the way and chunks. */
export type PromptSyntax = 'plain' | 'weighted';

/** What is drawn, whatever the noise. */
export interface Subject extends Thrift {
  /** What it shows, in words. Read plainly, what doesn't fit the text encoder (75 tokens in Stable Diffusion) is cut. */
  prompt: string;
  /** What guidance leads away from; empty for nothing in particular. */
  negativePrompt: string;
  /**
   * How prompts are read: `plain`, as diffusers does, where left out; `weighted`, as AUTOMATIC1111's web UI does: weights
   * `(a:1.2)`, `[a]`, changes on the way `[a:b:0.5]`, `[a|b]`, `BREAK`, and any length.
   */
  promptSyntax?: PromptSyntax;
  /**
   * From 1, which draws without guidance; more follows the prompt more closely (Ho and Salimans, arXiv 2207.12598), at
   * twice the work. 7.5 is usual for Stable Diffusion.
   */
  guidanceScale: number;
  /** How many times the U-Net is asked, a whole number from 1; 20 to 30 are usual, 4 with a few-step model or adapter. */
  samplingSteps: number;
  /** How the steps follow from one another. */
  sampler: SamplerKind;
  /** Side of the square picture in pixels, a multiple of the model's sizeStep. */
  size: number;
  /** Which edges of the picture meet, so that it repeats without a seam; none where left out or null. */
  seamless?: Seamless | null;
  /** Adapters and their weights, 1 for as trained; any number. */
  adapters: readonly { adapter: LoraAdapter; weight: number }[];
  /** What adapters are together where it was worked out before (`mixLoras`), in place of `adapters`. */
  mix?: LoraMix | null;
  /** Learnt words that the prompts may use. */
  embeddings?: readonly Embedding[];
}
