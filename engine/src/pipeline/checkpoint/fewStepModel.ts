/**
 * Models that were distilled to draw in a few steps without guidance, known by their scheduler's settings and their names:
 * adversarially (SD-Turbo: Sauer et al., arXiv 2311.17042), or for consistency (LCM: Luo et al., arXiv 2310.04378).
 */
import type { SchedulerConfig } from '../../diffusion/schedulerConfig.ts';

/** Distilled for consistency (`lcm`, to be drawn with the sampler of that name), or adversarially (`turbo`). */
export type FewStepKind = 'lcm' | 'turbo';

/**
 * The kind of few-step model that it seems to be; null for one that draws in many steps.
 * @param name the model's
 * @param config its scheduler's settings (`checkpoint.schedule.config`)
 */
export function fewStepKind(name: string, config: SchedulerConfig): FewStepKind | null {
  const { _class_name: scheduler, timestep_spacing, prediction_type, rescale_betas_zero_snr } = config;
  if (scheduler === 'LCMScheduler' || /(?<![a-z])lcm(?![a-z])|latent[\W_]*consistency/i.test(name)) return 'lcm';
  if (/(?<![a-z])turbo(?![a-z])/i.test(name)) return 'turbo';
  // Stable Diffusion's own models space their steps from the first timestep. Those that were corrected to begin at pure
  // noise space them from the last one too, but predict v or rescale their betas.
  const euler = scheduler === 'EulerDiscreteScheduler' || scheduler === 'EulerAncestralDiscreteScheduler';
  const likeTurbo = timestep_spacing === 'trailing' && prediction_type === 'epsilon' && !rescale_betas_zero_snr;
  return euler && likeTurbo ? 'turbo' : null;
}
