/** The class images of a DreamBooth run, which tell what is to stay as it is. */
import { encodePicture, type LatentDistribution } from '../../pipeline/encodedPicture.ts';
import { preparePipeline, seededNoise } from '../../pipeline/generate.ts';
import { type Job, Pace } from '../../pipeline/job.ts';
import type { Model } from '../../pipeline/model.ts';
import type { Picture } from '../../pipeline/picture.ts';
import { viewsOf } from '../run/latents.ts';
import type { Progress } from '../run/types.ts';
import type { DreamBoothSettings } from './dreamBoothSettings.ts';

/** Heard before the first of them is drawn, and after each. */
export type ClassImagesEvent = { phase: 'class-images'; picture: Picture | null } & Progress;

/** Draws the class images that aren't there yet from the model as it is, and encodes the views of all. */
export async function classImages(
  model: Model,
  { classPrompt, classImages: total, classDrawing, mirror }: DreamBoothSettings,
  size: number,
  given: readonly Picture[],
  job: Job,
  onEvent: (event: ClassImagesEvent) => void,
): Promise<LatentDistribution[][]> {
  const { firstSeed, ...drawing } = classDrawing;
  const subject = {
    ...drawing,
    prompt: classPrompt,
    negativePrompt: '',
    size,
  };
  const encode = async (picture: Picture) => {
    const views: LatentDistribution[] = [];
    for (const view of viewsOf(picture, mirror)) views.push(await encodePicture(model, view));
    return views;
  };
  const images: LatentDistribution[][] = [];
  for (const picture of given.slice(0, total)) {
    await job.yieldNow();
    images.push(await encode(picture));
  }
  onEvent({ phase: 'class-images', done: images.length, total, secondsLeft: null, picture: null });
  // Where none is missing, what draws them need not be made ready.
  if (images.length >= total) return images;
  const pipeline = await preparePipeline(model, subject);
  const pace = new Pace(total);
  while (images.length < total && !job.stopping) {
    const noise = seededNoise((firstSeed + images.length) % 2 ** 32, pipeline.latentCount);
    const picture = await pipeline.generate(noise, job);
    images.push(await encode(picture));
    const done = images.length;
    onEvent({ phase: 'class-images', done, total, secondsLeft: pace.secondsLeft(done), picture });
  }
  return images;
}
