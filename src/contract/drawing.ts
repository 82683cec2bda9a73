/** Settings of pictures and films, as they are typed, kept and sent. What each is, is described in `settings/`. */
import * as z from 'zod';
import { demand } from './message.ts';
import { KEYFRAME_COUNT, TIMING_SETTINGS } from './settings/filmSettings.ts';
import { ADAPTER_WEIGHT, PICTURE_SETTINGS, SAMPLER, SAMPLING_SETTINGS } from './settings/pictureSettings.ts';
import { shapeOf } from './settings/setting.ts';

export const SAMPLERS = SAMPLER.values;

/** How a picture is drawn, whatever it shows. */
export const SamplingSettings = z.object(shapeOf(SAMPLING_SETTINGS));
export type SamplingSettings = z.infer<typeof SamplingSettings>;

/** One image. */
export const CreateSettings = z.object(shapeOf(PICTURE_SETTINGS));
export type CreateSettings = z.infer<typeof CreateSettings>;

/** A picture that a film passes through. What it shares with the next one stays as it is between them. */
export const MorphKeyframe = z.object({
  seed: PICTURE_SETTINGS.seed.schema,
  prompt: PICTURE_SETTINGS.prompt.schema,
  /** One for each adapter, in place of the weight that it came with; left out, those. */
  adapterWeights: z.array(ADAPTER_WEIGHT.schema).optional(),
});
export type MorphKeyframe = z.infer<typeof MorphKeyframe>;

/** A looping film between keyframes, in whose noise, prompts or adapters' weights something moves. */
export const MorphSettings = CreateSettings.extend({
  keyframes: z
    .array(MorphKeyframe)
    .min(KEYFRAME_COUNT.limits.min, demand('must be {min} or more', { min: KEYFRAME_COUNT.limits.min }))
    .max(KEYFRAME_COUNT.limits.max, demand('must be {max} or less', { max: KEYFRAME_COUNT.limits.max })),
  ...shapeOf(TIMING_SETTINGS),
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
  name: z.string().min(1, demand('must have a name')).max(200, demand('must have a name of 200 characters or fewer')),
  text: PICTURE_SETTINGS.prompt.schema,
});
export type PromptPart = z.infer<typeof PromptPart>;
