/** Images as training sees them, encoded once: in their views, with latents that every step draws anew. */
import type { TorchGenerator } from '../../diffusion/torchRandom.ts';
import { type LatentDistribution, latentsAt } from '../../pipeline/encodedPicture.ts';
import type { Model } from '../../pipeline/model.ts';
import { mirrored, type Picture } from '../../pipeline/picture.ts';

/** The picture, and where mirroring is wanted its mirror image too. */
export function viewsOf(picture: Picture, mirror: boolean): Picture[] {
  return mirror ? [picture, mirrored(picture)] : [picture];
}

/** Scaled latents drawn from the distribution by the next noise of a generator. */
export function sampleLatents(model: Model, distribution: LatentDistribution, generator: TorchGenerator): Float32Array {
  return latentsAt(model, distribution, generator.randn(distribution.mean.length));
}
