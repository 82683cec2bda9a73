/** A looping film: noise that wanders from keyframe to keyframe and back to the first. */
import { morphNoise } from '../diffusion/morphPath.ts';
import { preparePainter, type Subject, seededNoise } from './draw.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';
import type { Picture } from './picture.ts';

/** What a film is made of. */
export interface Film {
  subject: Subject;
  /** Seeds of the keyframes' noises, in order. */
  seeds: readonly number[];
  frames: number;
}

/**
 * Draws the frames one after the other and hands each over before it begins the next.
 * The same text and settings go through all of them; only the noise moves.
 */
export async function drawMorph(
  model: Model,
  { subject, seeds, frames }: Film,
  job: Job,
  onFrame: (picture: Picture, index: number) => Promise<void>,
): Promise<void> {
  const painter = await preparePainter(model, subject);
  const noiseAt = morphNoise(
    seeds.map((seed) => () => seededNoise(seed, painter.latentCount)),
    frames,
  );
  for (let index = 0; index < frames; index++) {
    await onFrame(await painter.paint(noiseAt(index), job), index);
  }
}
