/** A looping film: noise, prompt and adapters' weights wander from keyframe to keyframe and back to the first. */
import { morphNoise, morphPlace } from '../diffusion/morphPath.ts';
import type { NoiseStream } from '../diffusion/samplers/sampler.ts';
import { betweenTexts, type Conditioning, prepareConditioning } from './conditioning.ts';
import { generateConditioned, latentCount, seededNoise, stepsOf } from './generate.ts';
import { prepareGround } from './ground.ts';
import type { Job } from './job.ts';
import type { Model } from './model.ts';
import type { Picture } from './picture.ts';
import type { Subject } from './subject.ts';

/** A picture that the film passes through. What it shares with the next one stays as it is between them. */
export interface MorphKeyframe {
  /** Of its noises, a whole number from 0. */
  seed: number;
  /** The subject's own where left out. */
  prompt?: string | undefined;
  /** In place of the weights that the subject's adapters have, in their order. */
  adapterWeights?: readonly number[] | undefined;
}

/** What a film is made of. */
export interface Film {
  /** What all keyframes have in common. */
  subject: Subject;
  /** In the order in which the film meets them; 2 or more. */
  keyframes: readonly MorphKeyframe[];
  /** Frames of the whole loop; the one after the last would be the first again. */
  frames: number;
  /** Frames before this one were drawn already; 0 for a film from its beginning. */
  firstFrame?: number;
}

/**
 * Draws the frames one after the other and hands each over before it begins the next. A frame depends on the film and
 * its own place alone, so a film that was left off goes on as if it never had been.
 *
 * Noises go along the arc between keyframes (slerp: Shoemake 1985), encoder hidden states and weights along the straight
 * line.
 * @param onFrame is waited for before the next frame is begun; `index` counts from 0
 * @throws CancelledError where the job is cancelled, AdapterError or PlaceholderError where something doesn't fit the model,
 *   OutOfMemoryError
 */
export async function drawMorph(
  model: Model,
  { subject, keyframes, frames, firstFrame = 0 }: Film,
  job: Job,
  onFrame: (picture: Picture, index: number) => Promise<void>,
): Promise<void> {
  const count = latentCount(model, subject);
  const noises = new Map<number, () => NoiseStream>(
    keyframes.map(({ seed }) => [seed, () => seededNoise(seed, count)]),
  );
  const noiseAt = morphNoise(
    keyframes.map(({ seed }) => noises.get(seed) as () => NoiseStream),
    frames,
  );
  const statisticsOf = prepareConditioning(
    model,
    { ...subject, samplingSteps: stepsOf(subject) },
    keyframes.map(({ prompt }) => prompt ?? subject.prompt),
  );
  const ground = await prepareGround(model, subject);
  const ownWeights = subject.adapters.map(({ weight }) => weight);

  async function measureImage(frame: number): Promise<Conditioning> {
    const { from, to, share } = morphPlace(frame, keyframes.length, frames);
    const [start, end] = [keyframes[from], keyframes[to]] as [MorphKeyframe, MorphKeyframe];
    const endWeights = end.adapterWeights ?? ownWeights;
    const weights = (start.adapterWeights ?? ownWeights).map((weight, i) => between(weight, endWeights[i] ?? 0, share));
    const prompt = start.prompt ?? subject.prompt;
    const nextPrompt = end.prompt ?? subject.prompt;
    const statistics = await statisticsOf(prompt, weights);
    if (prompt === nextPrompt) return statistics;
    return betweenTexts(statistics, await statisticsOf(nextPrompt, weights), share);
  }

  for (let index = firstFrame; index < frames; index++) {
    const told = { statistics: await measureImage(index), ground };
    await onFrame(await generateConditioned(model, subject, told, noiseAt(index), job), index);
  }
}

/** On the straight line from `a` to `b`; exactly `a` where they are the same. */
function between(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
