/** The pictures of a run: those it learns from, and those that are held out to measure what it learnt. */
import { encodePicture, type LatentDistribution } from '../../pipeline/encodedPicture.ts';
import { type Job, Pace } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { Picture } from '../../pipeline/picture.ts';
import { viewsOf } from './latents.ts';
import type { Progress } from './types.ts';

/** Images to learn from, and images held out. */
export interface RunImages<T> {
  trained: readonly T[];
  heldOut: readonly T[];
}

/** A run's pictures, encoded. */
export interface EncodedPictures<P extends Picture> {
  /** Those to learn from, each with its views (`viewsOf`). */
  trained: readonly { picture: P; views: readonly LatentDistribution[] }[];
  /** What the evaluation loss is measured on: as they are, never mirrored. */
  watched: RunImages<LatentDistribution>;
}

/**
 * Every `one`-th image is held out, where that leaves some to learn from; 0 holds none out.
 * @returns both kinds in the order in which they came
 */
export function holdOutImages<T>(images: readonly T[], one: number): RunImages<T> {
  const isHeldOut = (index: number) => one > 1 && index % one === one - 1;
  return {
    trained: images.filter((_, index) => !isHeldOut(index)),
    heldOut: images.filter((_, index) => isHeldOut(index)),
  };
}

/**
 * Encodes a run's pictures; `onProgress` hears before each. Where one is held out its mirror image isn't learnt from
 * either.
 */
export async function encodeRunPictures<P extends Picture>(
  model: Model,
  pictures: readonly P[],
  { holdOut, mirror }: { holdOut: number; mirror: boolean },
  job: Job,
  onProgress: (progress: Progress) => void,
): Promise<EncodedPictures<P>> {
  const { trained, heldOut } = holdOutImages(pictures, holdOut);
  const views = trained.flatMap((picture) => viewsOf(picture, mirror));
  const encoded = await encodePictures(model, [...views, ...heldOut], job, onProgress);
  const perPicture = mirror ? 2 : 1;
  const learnt = trained.map((picture, i) => ({
    picture,
    views: encoded.slice(i * perPicture, (i + 1) * perPicture),
  }));
  return {
    trained: learnt,
    watched: { trained: learnt.flatMap(({ views: [first] }) => first ?? []), heldOut: encoded.slice(views.length) },
  };
}

/** Encodes pictures one by one; `onProgress` hears before each. */
async function encodePictures(
  model: Model,
  pictures: readonly Picture[],
  job: Job,
  onProgress: (progress: Progress) => void,
): Promise<LatentDistribution[]> {
  const pace = new Pace(pictures.length);
  const encoded: LatentDistribution[] = [];
  for (const picture of pictures) {
    const done = encoded.length;
    onProgress({ done, total: pictures.length, secondsLeft: pace.secondsLeft(done) });
    await job.yieldNow();
    encoded.push(await encodePicture(model, picture));
  }
  return encoded;
}

/** The side in pixels of pictures that are square and of one size. */
export function sideOf(pictures: readonly Picture[]): number {
  const [first] = pictures;
  if (!first || pictures.some(({ width, height }) => width !== first.width || height !== first.width)) {
    throw new RangeError('pictures to learn from are square and of one size');
  }
  return first.width;
}
