/** What is drawn: prompts, how closely they are followed, in which steps, with which adapters. */
import type { Embedding } from '../adapters/embedding.ts';
import type { LoraAdapter } from '../adapters/loraLayout.ts';
import type { LoraMix } from '../adapters/loraMix.ts';
import type { SamplerKind } from '../diffusion/samplers/createSampler.ts';
import type { Thrift } from '../diffusion/stepWork.ts';
import type { Seamless } from '../nets/seamless.ts';
import type { Picture } from './picture.ts';

/** How prompts are read: as they are, or with weights, changes on the way and chunks. */
export type PromptSyntax = 'plain' | 'weighted';

/** A picture that is drawn over, whole or in a part of it. */
export interface DrawnOver {
  /** Square, of the subject's size. */
  picture: Picture;
  /**
   * Share of the steps that are taken, the last ones, more than 0 to 1: the picture gets the noise of the first of them (SDEdit:
   * Meng et al., arXiv 2108.01073). Little stays near to the picture, 1 leaves next to nothing of it.
   */
  strength: number;
  /**
   * Of the picture's size: what is nearer to white than to black is drawn anew, everything else stays as it is, to the bit.
   * All of it is drawn anew where this is left out or null.
   */
  mask?: Picture | null;
}

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
  /**
   * How many times the U-Net is asked, a whole number from 1; 20 to 30 are usual, 4 with a few-step model or adapter. Over a
   * picture it is asked at the share of them that its strength says (`stepsTaken`); shares of steps, such as where guidance or
   * a prompt's words change, are of those that are taken.
   */
  samplingSteps: number;
  /** How the steps follow from one another. */
  sampler: SamplerKind;
  /** Side of the square picture in pixels, a multiple of the model's sizeStep. */
  size: number;
  /** Which edges of the picture meet, so that it repeats without a seam; none where left out or null. */
  seamless?: Seamless | null;
  /** A picture that it is drawn over; left out or null for one that begins with noise alone. */
  over?: DrawnOver | null;
  /** Adapters and their weights, 1 for as trained; any number. */
  adapters: readonly { adapter: LoraAdapter; weight: number }[];
  /** What adapters are together where it was worked out before (`mixLoras`), in place of `adapters`. */
  mix?: LoraMix | null;
  /** Learnt words that the prompts may use. */
  embeddings?: readonly Embedding[];
}
