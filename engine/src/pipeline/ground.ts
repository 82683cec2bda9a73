/** A picture that is drawn over, made ready: its latents, what of it is drawn anew, and how it goes into the way of another. */
import { DiffusionError } from '../diffusion/diffusionError.ts';
import type { NoiseStream, Sampler } from '../diffusion/samplers/createSampler.ts';
import { encodePicture, latentsAt } from './encodedPicture.ts';
import type { Model } from './model.ts';
import type { Picture } from './picture.ts';
import type { DrawnOver, Subject } from './subject.ts';

/** What pictures that are drawn over the same one have in common. */
export interface Ground {
  /** Latents of the picture itself, drawn from its distribution by the first of a picture's noises, as diffusers does. */
  latents(noise: Float32Array): Float32Array;
  /** Whether any of it stays as it is. */
  readonly masked: boolean;
  /** Whether the way begins with noise alone: where all of it is gone, and a mask keeps the rest of the picture in sight. */
  readonly fromNoise: boolean;
  /** Each latent from `anew` where the mask says so, from `kept` elsewhere. */
  blend(anew: Float32Array, kept: Float32Array): Float32Array;
  /** The drawn picture with the pixels of the one below where the mask keeps them. */
  compose(drawn: Picture): Picture;
}

/**
 * Encodes what the subject is drawn over; null where it is nothing.
 * @throws DiffusionError where its picture or mask is of another size, or the mask leaves nothing to draw; OutOfMemoryError
 */
export async function prepareGround(model: Model, subject: Subject): Promise<Ground | null> {
  const { over, size, seamless = null } = subject;
  if (!over) return null;
  requireSize(over.picture, size, 'picture that is drawn over');
  const anew = over.mask ? readMask(over.mask, size) : null;
  const distribution = await encodePicture(model, over.picture, seamless);
  const side = model.latentSide(size);
  const latentMask = anew && atLatents(anew, size, side);
  return {
    latents: (noise) => latentsAt(model, distribution, noise),
    masked: anew !== null,
    fromNoise: anew !== null && over.strength === 1,
    blend: (drawn, kept) =>
      latentMask ? drawn.map((value, i) => (latentMask[i % side ** 2] ? value : (kept[i] as number))) : drawn,
    compose: (drawn) => (anew ? composed(drawn, over, anew) : drawn),
  };
}

/** The way of one picture over its ground. */
export interface GroundedWay {
  /** Latents to begin with. */
  start: Float32Array;
  /** What comes of a step's latents. @param next the step that follows; null after the last */
  held(latents: Float32Array, next: number | null): Float32Array;
}

/**
 * Begins the way of a picture over its ground as diffusers' StableDiffusionImg2ImgPipeline does, and with a mask as its
 * StableDiffusionInpaintPipeline with a U-Net that knows of no masks: after every step, what is kept gets the noise of the next
 * (RePaint without its jumps back: Lugmayr et al., arXiv 2201.09865).
 * @param first the first step that is taken
 */
export function beginOver(ground: Ground, sampler: Sampler, nextNoise: NoiseStream, first: number): GroundedWay {
  const latents = ground.latents(nextNoise());
  const noise = nextNoise();
  // diffusers draws latents of the masked picture too, which a U-Net that knows of no masks has no use for.
  if (ground.masked) nextNoise();
  return {
    start: ground.fromNoise
      ? noise.map((value) => value * sampler.initNoiseSigma)
      : sampler.addNoise(latents, noise, first),
    held: (drawn, next) =>
      ground.masked ? ground.blend(drawn, next === null ? latents : sampler.addNoise(latents, noise, next)) : drawn,
  };
}

function requireSize({ width, height }: Picture, size: number, what: string): void {
  if (width === size && height === size) return;
  throw new DiffusionError(
    `The ${what} has ${width} × ${height} pixels, and ${size} × ${size} are drawn.`,
    'Bring it to the size that is drawn.',
  );
}

/** For each pixel 1 where it is drawn anew: at half of the light or more, as Pillow reckons grey (ITU-R 601). */
function readMask(mask: Picture, size: number): Uint8Array {
  requireSize(mask, size, 'mask');
  const anew = Uint8Array.from({ length: size * size }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = mask.rgba.subarray(4 * i, 4 * i + 3);
    return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16 >= 128 ? 1 : 0;
  });
  if (anew.includes(1)) return anew;
  throw new DiffusionError('The mask leaves nothing to draw.', 'Make white in it what is to be drawn anew.');
}

/** The mask at the latents' size, nearest pixels as PyTorch's `interpolate` takes them: the first of each square. */
function atLatents(anew: Uint8Array, size: number, side: number): Uint8Array {
  const step = size / side;
  return Uint8Array.from(
    { length: side * side },
    (_, i) => anew[Math.floor(i / side) * step * size + (i % side) * step] as number,
  );
}

function composed(drawn: Picture, { picture }: DrawnOver, anew: Uint8Array): Picture {
  const rgba = drawn.rgba.slice();
  for (const [i, isAnew] of anew.entries()) {
    if (!isAnew) rgba.set(picture.rgba.subarray(4 * i, 4 * i + 3), 4 * i);
  }
  return { ...drawn, rgba };
}
