/** Keeping predicted clean latents within bounds, for models that were trained so. */
import type { SchedulerConfig } from '../schedulerConfig.ts';

/** `clean` within ±clip_sample_range where the model's config asks for that, and as it is otherwise. */
export function clipClean(
  clean: Float32Array,
  { clip_sample: clip, clip_sample_range: range }: SchedulerConfig,
): Float32Array {
  return clip ? clean.map((value) => Math.min(Math.max(value, -range), range)) : clean;
}
