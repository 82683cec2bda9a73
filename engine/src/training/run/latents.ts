/** Images as the autoencoder sees them, encoded once: mean and deviation, from which every step draws anew. */
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import type { Model } from '../../pipeline/model.ts';
import { mirrored, type Picture, toPixels } from '../../pipeline/picture.ts';

/** diffusers' bounds of the log-variance. */
const LOG_VARIANCE = { min: -30, max: 20 };

/** The distribution of one image's latents, flat [channels, side, side], before scaling_factor. */
export interface LatentDistribution {
  mean: Float32Array;
  std: Float32Array;
}

/** Encodes one square picture at its own size. */
export async function encodePicture(model: Model, picture: Picture): Promise<LatentDistribution> {
  const moments = await model.encodePixels(toPixels(picture), picture.width);
  const half = moments.length / 2;
  const std = moments
    .slice(half)
    .map((logVariance) => Math.exp(0.5 * Math.min(Math.max(logVariance, LOG_VARIANCE.min), LOG_VARIANCE.max)));
  return { mean: moments.slice(0, half), std };
}

/** The picture, and where mirroring is wanted its mirror image too. */
export function viewsOf(picture: Picture, mirror: boolean): Picture[] {
  return mirror ? [picture, mirrored(picture)] : [picture];
}

/** Scaled latents drawn from the distribution, as diffusers' latent_dist.sample() · scaling_factor. */
export function sampleLatents(
  model: Model,
  { mean, std }: LatentDistribution,
  generator: TorchGenerator,
): Float32Array {
  const factor = model.checkpoint.vae.config.scaling_factor;
  const noise = generator.randn(mean.length);
  return mean.map((value, i) => (value + (std[i] as number) * (noise[i] as number)) * factor);
}
