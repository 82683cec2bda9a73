/**
 * A whole default run on the sample fabrics, on the starter: it must learn. Measured as the loss on fixed
 * noises and timesteps, for images the run was trained on and for two that it never saw.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { classDrawing } from '../../../src/stores/drawingWays.ts';
import { TRAINING_DEFAULTS } from '../../../src/stores/starterDefaults.ts';
import { preparePainter, seededNoise } from '../../../workers/engine/model/draw.ts';
import type { Job } from '../../../workers/engine/model/job.ts';
import type { Model } from '../../../workers/engine/model/model.ts';
import {
  type DreamBoothEvent,
  type DreamBoothResult,
  trainDreamBooth,
} from '../../../workers/engine/training/dreambooth.ts';
import { encodePicture } from '../../../workers/engine/training/latentStore.ts';
import { measureLoss } from '../../../workers/engine/training/measureLoss.ts';
import { openStarter, samplePictures } from '../starter.ts';

const MEASUREMENT = { prompt: TRAINING_DEFAULTS.instancePrompt, timestepsPerImage: 25, seed: 7 };
const SETTINGS = { ...TRAINING_DEFAULTS, classDrawing: classDrawing(null, null) };
const HELD_OUT = 2;

/** A job that runs to its end, unless stopped after some training steps. */
function job(): Job & { stopping: boolean } {
  return { stopping: false, breathe: async () => {} };
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
  }, 300_000);

  it('lowers the loss on what it was trained on by 15 % or more', () => {
    expect(losses.trained.after).toBeLessThan(0.85 * losses.trained.before);
  });

  it('lowers the loss on images it never saw', () => {
    expect(losses.heldOut.after).toBeLessThan(losses.heldOut.before);
  });

  it('reports every class image and every step, with both losses', () => {
    const drawn = events.filter((event) => event.phase === 'class-images' && event.picture);
    expect(drawn).toHaveLength(TRAINING_DEFAULTS.classImages);
    const points = events.flatMap((event) => (event.phase === 'train' ? event.losses : []));
    expect(points.map(({ step }) => step)).toEqual(Array.from({ length: TRAINING_DEFAULTS.steps }, (_, i) => i + 1));
    expect(
      points.every(({ instance, prior }) => Number.isFinite(instance) && Number.isFinite(prior ?? Number.NaN)),
    ).toBe(true);
    expect(result).toMatchObject({ stepsDone: TRAINING_DEFAULTS.steps, stopped: false });
  });

  it('changes what is drawn with the token, and nothing at weight 0', async () => {
    const subject = {
      prompt: TRAINING_DEFAULTS.instancePrompt,
      negativePrompt: '',
      guidanceScale: 7.5,
      samplingSteps: 8,
      sampler: 'dpmsolver++',
      size: model.nativeSize,
    } as const;
    const drawWith = async (weight: number | null) => {
      const adapters = weight === null ? [] : [{ adapter: result.adapter, weight }];
      const painter = await preparePainter(model, { ...subject, adapters });
      return (await painter.paint(seededNoise(42, painter.latentCount), job())).rgba;
    };
    const [bare, off, on, again] = [await drawWith(null), await drawWith(0), await drawWith(1), await drawWith(1)];
    expect(off).toEqual(bare);
    expect(again).toEqual(on);
    const change = on.reduce((sum, value, i) => sum + Math.abs(value - (bare[i] as number)), 0) / on.length;
    expect(change).toBeGreaterThan(8);
  }, 60_000);
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
  }, 60_000);
});
