/**
 * Prior preservation without class images: the class is held to what the U-Net without the adapter says of the same noised
 * latents under the class prompt. It is held against the same run whose targets the drawing net gave beforehand.
 */

import {
  type DreamBoothEvent,
  type DreamBoothSettings,
  type Job,
  loadCheckpoint,
  Model,
  type Picture,
  STARTER_LORA,
  targetModules,
  trainDreamBooth,
} from '@weft/engine';
import {
  type BatchRules,
  type LoraOptions,
  loraMethod,
  numbersOf,
  type SampleKind,
  SamplePrompts,
  sampleBatch,
  singleSamples,
  TorchGenerator,
  Trainer,
} from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';
import { relativeError } from '../../parity/relativeError.ts';
import { FABRIC } from '../starter.ts';

const STEPS = 4;
const BATCH = 2;
const CLASS = 'a cloth';
const RULES: BatchRules = {
  batchSize: BATCH,
  accumulation: 1,
  minSnrGamma: 5,
  noiseOffset: 0,
  ownPrediction: null,
  promptDropout: null,
};

type Batch = ReturnType<typeof sampleBatch>;

let model: Model;

beforeAll(async () => {
  model = new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
});

const latentCount = () => model.latentChannels * model.checkpoint.unet.config.sample_size ** 2;

async function runOf(target: 'attention' | 'text-encoder') {
  const modules = targetModules(model.adaptableModules, [target]);
  const prompts = new SamplePrompts(model, modules);
  const view = (seed: number) => ({
    mean: new TorchGenerator(seed).randn(latentCount()),
    std: new Float32Array(latentCount()).fill(0.1),
  });
  const subject = await prompts.of('a sks cloth');
  const kinds: SampleKind[] = [
    { images: [1, 2, 3].map((seed) => ({ views: [view(seed)], prompt: subject })), weight: 1 },
  ];
  const rules = { ...RULES, ownPrediction: { prompt: await prompts.of(CLASS), weight: 0.7 } };
  const batch = (step: number) => sampleBatch(model, kinds, step, new TorchGenerator(70 + step), rules);
  return { modules, kinds, rules, batch };
}

/** The batch with every target there, the class's predicted by the net that draws. */
async function completed(batch: Batch): Promise<Batch> {
  const { sample_size: side } = model.checkpoint.unet.config;
  const states = await model.encodePrompt(CLASS);
  const textLength = model.checkpoint.tokenizer.maxTokens;
  const program = await model.denoiser({ batch: 1, height: side, width: side, textLength }, null);
  const target = [...batch.target];
  for (let i = BATCH; i < 2 * BATCH; i++) {
    const results = await program.run({
      sample: model.tensor(batch.noisyLatents.slice(i * latentCount(), (i + 1) * latentCount()), [
        1,
        model.latentChannels,
        side,
        side,
      ]),
      timesteps: model.tensor(batch.timesteps.slice(i, i + 1), [1, 1]),
      encoderHiddenStates: model.tensor(states, [1, textLength, states.length / textLength]),
    });
    target.push(...numbersOf(results, 'prediction'));
  }
  return { ...batch, target: Float32Array.from(target) };
}

async function run(options: Partial<LoraOptions>, batchesOf: (step: number) => Promise<Batch[]>) {
  const method = loraMethod(model, { rank: 2, loraAlpha: 2, learningRate: 1e-2, samples: 2 * BATCH, ...options });
  const trainer = await Trainer.create(model, method, new TorchGenerator(3));
  const losses: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    losses.push(...(await (await trainer.train(...(await batchesOf(step))))()));
  }
  const { theta } = await trainer.learnt();
  await trainer.release();
  return { theta, losses };
}

describe('a class held to the model’s own prediction', () => {
  it.each([
    ['attention', { segments: 1 }],
    ['attention', { segments: 3 }],
    ['text-encoder', { segments: 1 }],
    ['text-encoder', { segments: 4 }],
  ] as const)('learns what given targets teach (%s, %o)', async (target, { segments }) => {
    const { modules, batch } = await runOf(target);
    const own = await run({ modules, segments, ownPredictions: BATCH }, async (step) => [batch(step)]);
    const given = await run({ modules, segments }, async (step) => [await completed(batch(step))]);
    // The first step's prior losses are of two ways to sum the same numbers.
    expect(relativeError(own.losses, given.losses)).toBeLessThan(1e-5);
    expect(relativeError(own.theta, given.theta)).toBeLessThan(1e-4);
    const priors = own.losses.filter((_, i) => i % (2 * BATCH) >= BATCH);
    // An adapter that has learnt nothing predicts what the model does.
    expect(Math.max(...priors.slice(0, BATCH))).toBeLessThan(1e-9);
    expect(Math.min(...priors.slice(BATCH))).toBeGreaterThan(1e-6);
  });

  it('learns the same from a sample at a time', async () => {
    const { modules, batch } = await runOf('attention');
    const whole = await run({ modules, ownPredictions: BATCH }, async (step) => [batch(step)]);
    const single = { modules, samples: 1, accumulation: 2 * BATCH, ownPredictions: 1 };
    const parts = await run(single, async (step) => singleSamples(batch(step)));
    expect(relativeError(parts.losses, whole.losses)).toBeLessThan(1e-5);
    expect(relativeError(parts.theta, whole.theta)).toBeLessThan(1e-4);
  });

  it('holds the adapter back, and leaves the pictures’ samples what they are without it', async () => {
    const { modules, kinds, batch } = await runOf('attention');
    const alone = (step: number) => sampleBatch(model, kinds, step, new TorchGenerator(70 + step), RULES);
    const { noisyLatents, target, timesteps, sampleWeights, prompts } = batch(0);
    const count = BATCH * latentCount();
    expect(alone(0)).toEqual({
      noisyLatents: noisyLatents.subarray(0, count),
      target,
      timesteps: timesteps.subarray(0, BATCH),
      sampleWeights: sampleWeights.subarray(0, BATCH),
      prompts: prompts.slice(0, BATCH),
    });
    expect(noisyLatents.subarray(count)).toEqual(noisyLatents.subarray(0, count));
    expect(timesteps.subarray(BATCH)).toEqual(timesteps.subarray(0, BATCH));
    // Min-SNR weighs both alike, the prior weight the class beside it.
    expect([...sampleWeights.subarray(BATCH)]).toEqual(
      [...sampleWeights.subarray(0, BATCH)].map((weight) => expect.closeTo(0.7 * weight, 6)),
    );
    const held = await run({ modules, ownPredictions: BATCH }, async (step) => [batch(step)]);
    const free = await run({ modules, samples: BATCH }, async (step) => [alone(step)]);
    expect(held.losses.slice(0, BATCH)).toEqual(free.losses.slice(0, BATCH).map((loss) => expect.closeTo(loss, 5)));
    expect(held.theta).not.toEqual(free.theta);
  });
});

describe('a run with it', () => {
  const job: Job = { stopping: false, yieldNow: async () => {} };
  const SETTINGS: DreamBoothSettings = {
    ...STARTER_LORA,
    ...FABRIC,
    priorFrom: 'own-prediction',
    steps: 4,
    checkpointEvery: 2,
    evalEvery: 0,
    sampleEvery: 0,
    captionDropout: 0.3,
  };

  function photographs(side: number): Picture[] {
    return [1, 2, 3].map((seed) => {
      const noise = new TorchGenerator(seed).randn(4 * side * side);
      return { width: side, height: side, rgba: Uint8ClampedArray.from(noise, (value) => 128 + 60 * value) };
    });
  }

  it('draws no class images, tells both losses, and goes on from a checkpoint as if it had never stopped', async () => {
    const events: DreamBoothEvent[] = [];
    const pictures = photographs(model.nativeSize);
    const whole = await trainDreamBooth(model, pictures, SETTINGS, job, (event) => events.push(event));
    expect(events.filter(({ phase }) => phase === 'class-images')).toEqual([]);
    const points = events.flatMap((event) => (event.phase === 'train' ? event.losses : []));
    expect(points.map(({ prior }) => prior !== null && prior >= 0)).toEqual([true, true, true, true]);
    const saved = events.flatMap((event) => (event.phase === 'checkpoint' ? [event.state] : []));
    expect(saved.map(({ trainer }) => trainer.step)).toEqual([2]);
    const start = { classPictures: [], state: saved[0] ?? null };
    const rest = await trainDreamBooth(model, pictures, SETTINGS, job, () => {}, start);
    expect(rest.adapter).toEqual(whole.adapter);
  });

  it('learns beside nothing at a prior weight of 0', async () => {
    const events: DreamBoothEvent[] = [];
    await trainDreamBooth(model, photographs(model.nativeSize), { ...SETTINGS, priorWeight: 0 }, job, (event) =>
      events.push(event),
    );
    const points = events.flatMap((event) => (event.phase === 'train' ? event.losses : []));
    expect(points.map(({ prior }) => prior)).toEqual([null, null, null, null]);
  });
});
