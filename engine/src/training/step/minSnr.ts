/**
 * Min-SNR weighting of the loss (Hang et al., arXiv 2303.09556): timesteps with little noise, whose signal-to-noise ratio
 * is above γ, count for less, so that the others are learnt sooner.
 */
import type { NoiseSchedule } from '../../diffusion/schedule.ts';

/**
 * The weight of a sample's loss at a timestep, as diffusers' `train_text_to_image` has it with `compute_snr`:
 * min(SNR, γ) / SNR where the model predicts noise, min(SNR, γ) / (SNR + 1) for velocity, min(SNR, γ) for clean latents.
 * SNR is ᾱ / (1 − ᾱ).
 */
export function minSnrWeight({ alphasCumprod, config }: NoiseSchedule, timestep: number, gamma: number): number {
  const share = alphasCumprod[timestep] ?? Number.NaN;
  const snr = share / (1 - share);
  switch (config.prediction_type) {
    case 'epsilon':
      return Math.min(snr, gamma) / snr;
    case 'v_prediction':
      return Math.min(snr, gamma) / (snr + 1);
    case 'sample':
      return Math.min(snr, gamma);
  }
}
