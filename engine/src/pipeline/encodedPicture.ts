/** Pictures as the autoencoder sees them: the mean and deviation of their latents, and latents drawn from these. */
import type { Seamless } from '../nets/seamless.ts';
import type { Model } from './model.ts';
import { type Picture, toPixels } from './picture.ts';

/** diffusers' bounds of the log-variance. */
const LOG_VARIANCE = { min: -30, max: 20 };

/** The distribution of one image's latents, flat [channels, side, side], before scaling_factor. */
export interface LatentDistribution {
  mean: Float32Array;
  std: Float32Array;
}

/** Encodes one square picture at its own size. @param seamless which of its edges meet; none where null */
export async function encodePicture(
  model: Model,
  picture: Picture,
  seamless: Seamless | null = null,
): Promise<LatentDistribution> {
  const moments = await model.encodePixels(toPixels(picture), picture.width, seamless);
  const half = moments.length / 2;
  const std = moments
    .slice(half)
    .map((logVariance) => Math.exp(0.5 * Math.min(Math.max(logVariance, LOG_VARIANCE.min), LOG_VARIANCE.max)));
  return { mean: moments.slice(0, half), std };
}

/** Scaled latents of the distribution at a standard normal noise, as diffusers' latent_dist.sample() · scaling_factor. */
export function latentsAt(model: Model, { mean, std }: LatentDistribution, noise: Float32Array): Float32Array {
  const factor = model.checkpoint.vae.config.scaling_factor;
  return mean.map((value, i) => (value + (std[i] as number) * (noise[i] as number)) * factor);
}
