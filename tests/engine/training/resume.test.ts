/** A run that is broken off and gone on with ends bit for bit as the one that never stopped, wherever it was broken off. */

import {
  CancelledError,
  type CaptionedPicture,
  type DreamBoothEvent,
  type DreamBoothSettings,
  type Job,
  loadCheckpoint,
  Model,
  PausedError,
  type Picture,
  RunStateError,
  trainDreamBooth,
} from '@weft/engine';
import { ADAMW, type RunStart, TorchGenerator } from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';

const SETTINGS: DreamBoothSettings = {
  instancePrompt: 'a sks cloth',
  classPrompt: 'a cloth',
  steps: 18,
  rank: 2,
  loraAlpha: 2,
  learningRate: 1e-2,
  targets: ['attention'],
  batchSize: 1,
  accumulation: 1,
  schedule: 'constant',
  warmupSteps: 0,
  ...ADAMW,
  maxGradientNorm: 1,
  minSnrGamma: 0,
  noiseOffset: 0,
  emaDecay: 0,
  captionDropout: 0,
  mirror: false,
  priorFrom: 'class-images',
  classImages: 3,
  classDrawing: { samplingSteps: 2, guidanceScale: 7.5, sampler: 'dpmsolver++', firstSeed: 100, adapters: [] },
  priorWeight: 0.7,
  seed: 11,
  checkpointEvery: 3,
  evalEvery: 6,
  holdOut: 4,
  sampleEvery: 9,
  samplePrompt: '',
  patience: 0,
  segments: 0,
  upBlocksOnly: false,
  microBatches: false,
  showForgetting: false,
};

/** Everything that a run can keep between two steps, or draw in one. */
const IN_FULL: DreamBoothSettings = {
  ...SETTINGS,
  steps: 9,
  targets: ['attention', 'feed-forward', 'text-encoder'],
  batchSize: 2,
  accumulation: 2,
  schedule: 'cosine',
  warmupSteps: 2,
  minSnrGamma: 5,
  emaDecay: 0.9,
  captionDropout: 0.3,
  mirror: true,
  evalEvery: 0,
  sampleEvery: 0,
};

/** A session of a run that dies on the event that `dies` names; gives all that a page would have kept of it. */
async function session(
  model: Model,
  before: RunStart | undefined,
  dies: (event: DreamBoothEvent) => boolean,
  settings = SETTINGS,
) {
  let dead = false;
  const job: Job = {
    stopping: false,
    yieldNow: async () => {
      if (dead) throw new CancelledError();
    },
  };
  const kept: RunStart & { classPictures: Picture[] } = {
    classPictures: [...(before?.classPictures ?? [])],
    state: before?.state ?? null,
  };
  const hear = (event: DreamBoothEvent) => {
    if (dead) return;
    if (event.phase === 'class-images' && event.picture) kept.classPictures.push(event.picture);
    if (event.phase === 'checkpoint') kept.state = structuredClone(event.state);
    dead = dies(event);
  };
  try {
    return { result: await trainDreamBooth(model, pictures(model), settings, job, hear, before), kept };
  } catch (error) {
    if (error instanceof CancelledError) return { result: null, kept };
    throw error;
  }
}

/** Square pictures of noise, one with a caption. */
function pictures({ nativeSize: size }: Model): CaptionedPicture[] {
  const generator = new TorchGenerator(5);
  return Array.from({ length: 4 }, (_, i) => ({
    caption: i === 1 ? 'a sks cloth with dots' : '',
    width: size,
    height: size,
    rgba: Uint8ClampedArray.from({ length: 4 * size * size }, () => generator.randint(256)),
  }));
}

describe('a run that goes on', () => {
  let model: Model;
  let whole: Float32Array;
  beforeAll(async () => {
    model = new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
    const { result } = await session(model, undefined, () => false);
    whole = result?.adapter.theta ?? new Float32Array();
  });

  it('moves θ at all', () => {
    expect(whole.length).toBeGreaterThan(0);
    expect(whole.every(Number.isFinite)).toBe(true);
  });

  it('is watched without being changed', async () => {
    const seen: DreamBoothEvent[] = [];
    const job: Job = { stopping: false, yieldNow: async () => {} };
    const unwatched = { ...SETTINGS, evalEvery: 0, sampleEvery: 0 };
    const { adapter } = await trainDreamBooth(model, pictures(model), unwatched, job, () => {});
    expect(adapter.theta).toEqual(whole);
    await session(model, undefined, (event) => {
      seen.push(event);
      return false;
    });
    const evaluations = seen.flatMap((event) => (event.phase === 'evaluation' ? [event.point] : []));
    expect(evaluations.map(({ step }) => step)).toEqual([0, 6, 12, 18]);
    expect(evaluations.every(({ trained, heldOut }) => trained > 0 && (heldOut ?? 0) > 0)).toBe(true);
    // Every fourth of four pictures is held out: the two losses are of different pictures.
    expect(evaluations[0]?.trained).not.toBe(evaluations[0]?.heldOut);
    const samples = seen.flatMap((event) => (event.phase === 'sample' ? [event] : []));
    expect(samples.map(({ step, seed }) => [step, seed])).toEqual(
      [0, 9, 18].flatMap((step) => [
        [step, 42],
        [step, 1],
      ]),
    );
    expect(samples[0]?.picture.rgba).not.toEqual(samples.at(-2)?.picture.rgba);
  });

  it('ends in the same adapter after dying at random moments, again and again', async () => {
    for (const seed of [1, 2]) {
      const chance = new TorchGenerator(seed);
      let kept: RunStart | undefined;
      let deaths = 0;
      for (;;) {
        // Later in every session, so that the run gets to its end.
        const at = 2 + deaths + chance.randint(8);
        let heard = 0;
        const outcome = await session(model, kept, (event) => event.phase !== 'encode' && ++heard > at);
        kept = outcome.kept;
        if (outcome.result) {
          expect(outcome.result.stepsDone).toBe(SETTINGS.steps);
          expect(outcome.result.adapter.theta).toEqual(whole);
          break;
        }
        deaths += 1;
      }
      expect(deaths).toBeGreaterThan(1);
    }
  });

  it('keeps the moving average, the place in its schedule and all that chance decides', async () => {
    const { result } = await session(model, undefined, () => false, IN_FULL);
    const { kept } = await session(
      model,
      undefined,
      (event) => event.phase === 'checkpoint' && event.state.trainer.step >= 6,
      IN_FULL,
    );
    expect(Object.keys(kept.state?.trainer.vectors ?? {})).toContain('average');
    const rates: number[] = [];
    const rest = await session(
      model,
      kept,
      (event) => {
        if (event.phase === 'train') rates.push(event.learningRate);
        return false;
      },
      IN_FULL,
    );
    expect(result?.adapter.theta.every(Number.isFinite)).toBe(true);
    expect(rest.result?.adapter).toEqual(result?.adapter);
    // The last of seven steps after the warm-up, on half a cosine.
    expect(rates.at(-1)).toBeCloseTo(IN_FULL.learningRate * 0.5 * (1 + Math.cos((Math.PI * 6) / 7)), 10);
  });

  it.each<[string, Partial<DreamBoothSettings>]>([
    ['the layers', { targets: ['attention', 'text-encoder'] }],
    ['the batch', { batchSize: 2 }],
    ['the batches to a step', { accumulation: 2 }],
    ['the schedule', { schedule: 'linear' }],
    ['the warm-up', { warmupSteps: 2 }],
    ['a moment’s decay', { beta2: 0.9 }],
    ['weight decay', { weightDecay: 0.5 }],
    ['clipping', { maxGradientNorm: 1e-3 }],
    ['min-SNR weighting', { minSnrGamma: 1 }],
    ['the moving average', { emaDecay: 0.9 }],
    ['dropout of captions', { captionDropout: 0.9 }],
    ['mirror images', { mirror: true }],
  ])('learns something else with another choice of %s', async (_, change) => {
    const short = { ...SETTINGS, steps: 3, evalEvery: 0, sampleEvery: 0 };
    const plain = await session(model, undefined, () => false, short);
    const changed = await session(model, undefined, () => false, { ...short, ...change });
    expect(changed.result?.adapter.theta.every(Number.isFinite)).toBe(true);
    expect(changed.result?.adapter.theta).not.toEqual(plain.result?.adapter.theta);
  });

  it('learns an image by its caption', async () => {
    const job: Job = { stopping: false, yieldNow: async () => {} };
    const short = { ...SETTINGS, steps: 3, evalEvery: 0, sampleEvery: 0 };
    const trained = async (caption: string) => {
      const captioned = pictures(model).map((picture) => ({ ...picture, caption }));
      return (await trainDreamBooth(model, captioned, short, job, () => {})).adapter.theta;
    };
    expect(await trained('')).toEqual(await trained(SETTINGS.instancePrompt));
    expect(await trained('a sks cloth with dots')).not.toEqual(await trained(''));
  });

  it('ends in the same adapter after a pause, whatever it was doing', async () => {
    const pausesAt: ((event: DreamBoothEvent) => boolean)[] = [
      (event) => event.phase === 'class-images' && event.done === 2,
      (event) => event.phase === 'train' && event.done === 5,
      (event) => event.phase === 'train' && event.done === 18,
    ];
    let kept: RunStart = { classPictures: [], state: null };
    for (const pausesHere of pausesAt) {
      const classPictures = [...kept.classPictures];
      let { state } = kept;
      const job = { stopping: false, pausing: false, yieldNow: async () => {} };
      const hear = (event: DreamBoothEvent) => {
        if (event.phase === 'class-images' && event.picture) classPictures.push(event.picture);
        if (event.phase === 'checkpoint') state = structuredClone(event.state);
        if (pausesHere(event)) job.stopping = job.pausing = true;
      };
      const run = trainDreamBooth(model, pictures(model), SETTINGS, job, hear, kept);
      if (pausesHere !== pausesAt.at(-1)) await expect(run).rejects.toThrow(PausedError);
      // Asked to pause after its last step, a run is done.
      else expect((await run).adapter.theta).toEqual(whole);
      kept = { classPictures, state };
    }
    expect(kept.classPictures).toHaveLength(SETTINGS.classImages);
  });

  it('ends when the loss on images held out turns, keeps what was best on them, and waits on after a break', async () => {
    const settings = { ...SETTINGS, steps: 60, learningRate: 0.05, evalEvery: 2, sampleEvery: 0, patience: 2 };
    const points: { step: number; heldOut: number | null }[] = [];
    const { result } = await session(
      model,
      undefined,
      (event) => {
        if (event.phase === 'evaluation') points.push(event.point);
        return false;
      },
      settings,
    );
    if (!result) throw new Error('the run did not end');
    const measured = points.filter(({ step }) => step > 0);
    const best = measured.reduce((a, b) => ((b.heldOut ?? 0) < (a.heldOut ?? 0) ? b : a));
    expect(result.stepsTaken).toBe(measured.at(-1)?.step);
    expect(result.stepsTaken).toBeLessThan(settings.steps);
    expect(result).toMatchObject({ stepsDone: best.step, stepsTaken: best.step + 4, stopped: true });
    const asLong = await session(model, undefined, () => false, { ...settings, patience: 0, steps: best.step });
    expect(result.adapter.theta).toEqual(asLong.result?.adapter.theta);
    // Broken off while it waits.
    const isWaiting = (event: DreamBoothEvent) => event.phase === 'checkpoint' && (event.state.best?.waited ?? 0) > 0;
    const broken = await session(model, undefined, isWaiting, { ...settings, checkpointEvery: 1 });
    const rest = await session(model, broken.kept, () => false, settings);
    expect(rest.result).toMatchObject({ stepsDone: result.stepsDone, stepsTaken: result.stepsTaken });
    expect(rest.result?.adapter.theta).toEqual(result.adapter.theta);
  });

  it('draws the class before the first step and after the last, and learns the same', async () => {
    const short = { ...SETTINGS, steps: 3, evalEvery: 0, sampleEvery: 0 };
    const drawn: (string | number)[][] = [];
    const hear = (event: DreamBoothEvent) => {
      if (event.phase === 'sample') drawn.push([event.of, event.step, event.seed]);
      return false;
    };
    const plain = await session(model, undefined, () => false, short);
    const shown = await session(model, undefined, hear, { ...short, showForgetting: true });
    expect(drawn).toEqual([0, 3].flatMap((step) => [42, 1].map((seed) => ['class', step, seed])));
    expect(shown.result?.adapter).toEqual(plain.result?.adapter);
  });

  it('reports the losses of the steps that it takes, and no others', async () => {
    const { kept } = await session(
      model,
      undefined,
      (event) => event.phase === 'checkpoint' && event.state.trainer.step >= 9,
    );
    expect(kept.state?.trainer.step).toBe(9);
    const steps: number[] = [];
    await session(model, kept, (event) => {
      if (event.phase === 'train') steps.push(...event.losses.map(({ step }) => step));
      return false;
    });
    expect(steps).toEqual(Array.from({ length: SETTINGS.steps - 9 }, (_, i) => 10 + i));
  });

  it('refuses the state of another run', async () => {
    const { kept } = await session(model, undefined, (event) => event.phase === 'checkpoint');
    if (!kept.state) throw new Error('no checkpoint was made');
    const { trainer, random } = kept.state;
    const shorter = { ...trainer, vectors: { ...trainer.vectors, m: new Float32Array(3) } };
    await expect(session(model, { ...kept, state: { trainer: shorter, random } }, () => false)).rejects.toThrow(
      RunStateError,
    );
    const { m: _, ...rest } = trainer.vectors;
    const without = { ...trainer, vectors: rest };
    await expect(session(model, { ...kept, state: { trainer: without, random } }, () => false)).rejects.toThrow('no m');
  });
});
