/** Settings of pictures and films, as they are typed, kept and sent. */
import * as z from 'zod';
import { LIMITS, promptText, wholeWithin, within } from './limits.ts';

export const SAMPLERS = [
  'dpmsolver++',
  'dpmsolver++ karras',
  'unipc',
  'unipc karras',
  'euler',
  'euler karras',
  'euler ancestral',
  'ddim',
  'lcm',
] as const;

/** How a picture is drawn, whatever it shows. */
export const SamplingSettings = z.object({
  guidanceScale: within(LIMITS.guidanceScale),
  samplingSteps: wholeWithin(LIMITS.samplingSteps),
  sampler: z.enum(SAMPLERS),
});
export type SamplingSettings = z.infer<typeof SamplingSettings>;

/** One image. */
export const CreateSettings = z.object({
  prompt: promptText,
  negativePrompt: promptText,
  ...SamplingSettings.shape,
  seed: wholeWithin(LIMITS.seed),
  /** Side of the square image in pixels, a multiple of the model's vaeScaleFactor × the U-Net's downsampling. */
  size: wholeWithin(LIMITS.size),
});
export type CreateSettings = z.infer<typeof CreateSettings>;

/** A picture that a film passes through. What it shares with the next one stays as it is between them. */
export const MorphKeyframe = z.object({
  seed: wholeWithin(LIMITS.seed),
  prompt: promptText,
  /** One for each adapter, in place of the weight that it came with; left out, those. */
  adapterWeights: z.array(within(LIMITS.adapterWeight)).optional(),
});
export type MorphKeyframe = z.infer<typeof MorphKeyframe>;

/** A looping film between keyframes, in whose noise, prompts or adapters' weights something moves. */
export const MorphSettings = CreateSettings.extend({
  keyframes: z
    .array(MorphKeyframe)
    .min(LIMITS.keyframes.min, `must be ${LIMITS.keyframes.min} or more`)
    .max(LIMITS.keyframes.max, `must be ${LIMITS.keyframes.max} or less`),
  /** Seconds. */
  duration: within(LIMITS.duration),
  framesPerSecond: wholeWithin(LIMITS.framesPerSecond),
});
export type MorphSettings = z.infer<typeof MorphSettings>;

/** An RGBA picture, rows from the top, 4 bytes a pixel. */
export interface Picture {
  width: number;
  height: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** A piece of a prompt, and the short name that stands over its pictures. */
export const PromptPart = z.object({
  name: z.string().min(1, 'must have a name').max(200, 'must have a name of 200 characters or fewer'),
  text: promptText,
});
export type PromptPart = z.infer<typeof PromptPart>;
