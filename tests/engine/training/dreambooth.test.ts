/**
 * A whole default run on the sample fabrics, on the starter: it must learn. Measured as the loss on fixed noises and
 * timesteps, for images the run was trained on and for two that it never saw, and in the colours of what is drawn.
 */

import {
  type DreamBoothEvent,
  type Job,
  type Model,
  preparePipeline,
  STARTER_LORA,
  seededNoise,
  trainDreamBooth,
} from '@weft/engine';
import { type DreamBoothResult, encodePicture, measureLoss } from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { FABRIC, openStarter, samplePictures } from '../starter.ts';

const MEASUREMENT = { prompt: FABRIC.instancePrompt, timestepsPerImage: 25, seed: 7 };
const SETTINGS = { ...STARTER_LORA, ...FABRIC };
const HELD_OUT = 2;

/** A job that runs to its end, unless stopped after some training steps. */
function job(): Job & { stopping: boolean } {
  return { stopping: false, yieldNow: async () => {} };
}

/** Shares of the pixels in each of 4 × 4 × 4 boxes of RGB. */
function colourShares(pictures: readonly Uint8ClampedArray[]): number[] {
  const shares = new Array<number>(64).fill(0);
  const pixels = pictures.reduce((sum, rgba) => sum + rgba.length / 4, 0);
  for (const rgba of pictures) {
    for (let at = 0; at < rgba.length; at += 4) {
      const [red, green, blue] = [0, 1, 2].map((channel) => (rgba[at + channel] as number) >> 6) as [
        number,
        number,
        number,
      ];
      shares[16 * red + 4 * green + blue] = (shares[16 * red + 4 * green + blue] as number) + 1 / pixels;
    }
  }
  return shares;
}

/** Half the sum of differences, 0..1: the share of pixels that would have to change their box. */
function distance(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, share, i) => sum + Math.abs(share - (b[i] as number)), 0) / 2;
}

describe('a default run on the sample fabrics', () => {
  let model: Model;
  let result: DreamBoothResult;
  const events: DreamBoothEvent[] = [];
  const losses: Record<'trained' | 'heldOut', { before: number; after: number }> = {
    trained: { before: Number.NaN, after: Number.NaN },
    heldOut: { before: Number.NaN, after: Number.NaN },
  };

  beforeAll(async () => {
    model = await openStarter();
    const pictures = await samplePictures(model.nativeSize);
    const trained = pictures.slice(0, -HELD_OUT);
    result = await trainDreamBooth(model, trained, SETTINGS, job(), (event) => events.push(event));
    for (const [kind, kindPictures] of [
      ['trained', trained],
      ['heldOut', pictures.slice(-HELD_OUT)],
    ] as const) {
      const images = [];
      for (const picture of kindPictures) images.push(await encodePicture(model, picture));
      losses[kind].before = await measureLoss(model, null, { ...MEASUREMENT, images });
      losses[kind].after = await measureLoss(model, result.adapter, { ...MEASUREMENT, images });
    }
    process.stdout.write(`instance loss before and after: ${JSON.stringify(losses)}\n`);
  });

  // Most of the loss is grain that nothing foretells: a run that learnt everything would still be left with it.
  it('lowers the loss on what it was trained on', () => {
    expect(losses.trained.after).toBeLessThan(0.96 * losses.trained.before);
  });

  it('lowers the loss on images it never saw', () => {
    expect(losses.heldOut.after).toBeLessThan(losses.heldOut.before);
  });

  it('reports every class image and every step, with both losses', () => {
    const drawn = events.filter((event) => event.phase === 'class-images' && event.picture);
    expect(drawn).toHaveLength(STARTER_LORA.classImages);
    const points = events.flatMap((event) => (event.phase === 'train' ? event.losses : []));
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: STARTER_LORA.steps }, (_, i) => i + 1));
    expect(
      points.every(({ instance, prior }) => Number.isFinite(instance) && Number.isFinite(prior ?? Number.NaN)),
    ).toBe(true);
    expect(result).toMatchObject({ stepsDone: STARTER_LORA.steps, stopped: false });
  });

  it('changes what is drawn with the token, and nothing at weight 0', async () => {
    const subject = {
      prompt: FABRIC.instancePrompt,
      negativePrompt: '',
      guidanceScale: 7.5,
      samplingSteps: 8,
      sampler: 'dpmsolver++',
      size: model.nativeSize,
    } as const;
    const drawWith = async (weight: number | null, seed = 42) => {
      const adapters = weight === null ? [] : [{ adapter: result.adapter, weight }];
      const pipeline = await preparePipeline(model, { ...subject, adapters });
      return (await pipeline.generate(seededNoise(seed, pipeline.latentCount), job())).rgba;
    };
    const [bare, off, on, again] = [await drawWith(null), await drawWith(0), await drawWith(1), await drawWith(1)];
    expect(off).toEqual(bare);
    expect(again).toEqual(on);
    const change = on.reduce((sum, value, i) => sum + Math.abs(value - (bare[i] as number)), 0) / on.length;
    expect(change).toBeGreaterThan(8);

    const photographs = colourShares((await samplePictures(model.nativeSize)).map(({ rgba }) => rgba));
    const seeds = [42, 43, 44, 45];
    const distanceOf = async (weight: number) => {
      const drawn = [];
      for (const seed of seeds) drawn.push(await drawWith(weight, seed));
      return distance(colourShares(drawn), photographs);
    };
    const [without, withToken] = [await distanceOf(0), await distanceOf(1)];
    process.stdout.write(`colours apart from the photographs': ${without}, with the adapter ${withToken}\n`);
    expect(withToken).toBeLessThan(0.85 * without);
  });
});

describe('a run that is ended early', () => {
  it('keeps what was learnt when it is stopped', async () => {
    const model = await openStarter();
    const running = job();
    const settings = { ...SETTINGS, steps: 100, classImages: 0 };
    const result = await trainDreamBooth(
      model,
      (await samplePictures(model.nativeSize)).slice(0, 2),
      settings,
      running,
      (event) => {
        if (event.phase === 'train' && event.done >= 5) running.stopping = true;
      },
    );
    expect(result).toMatchObject({ stopped: true, stepsDone: 5 });
    expect(result.adapter.theta.some((value) => value !== 0)).toBe(true);
  });
});
