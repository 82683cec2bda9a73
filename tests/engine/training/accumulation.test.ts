/**
 * What a step is made of on the tiny model: several small batches learn what one large one does, the average follows θ,
 * the schedule sets each step's learning rate, and samples are weighted, mirrored and left without their prompt as asked.
 */

import { loadCheckpoint, Model, targetModules } from '@weft/engine';
import {
  averagingRate,
  type BatchRules,
  type LoraOptions,
  loraMethod,
  type SampleKind,
  SamplePrompts,
  sampleBatch,
  TorchGenerator,
  Trainer,
} from '@weft/engine/internal';
import { beforeAll, describe, expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';
import { relativeError } from '../../parity/relativeError.ts';
import { runtime } from '../graph/evaluate.ts';

const STEPS = 4;
const BASE = { rank: 2, loraAlpha: 2, learningRate: 1e-2 };
const RULES: BatchRules = {
  batchSize: 1,
  accumulation: 1,
  minSnrGamma: 0,
  noiseOffset: 0,
  ownPrediction: null,
  promptDropout: null,
};

let model: Model;
let kinds: SampleKind[];

beforeAll(async () => {
  model = new Model(runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
  kinds = await kindsFor(model, 'attention');
});

const latentCount = () => model.latentChannels * model.checkpoint.unet.config.sample_size ** 2;

/** Four images of the subject and two of the class, the subject's each with a mirror image. */
async function kindsFor(on: Model, target: 'attention' | 'text-encoder'): Promise<SampleKind[]> {
  const prompts = new SamplePrompts(on, targetModules(on.adaptableModules, [target]));
  const [subject, kind] = [await prompts.of('a sks cloth'), await prompts.of('a cloth')];
  const view = (seed: number) => ({
    mean: new TorchGenerator(seed).randn(latentCount()),
    std: new Float32Array(latentCount()).fill(0.1),
  });
  return [
    { images: [1, 2, 3, 4].map((seed) => ({ views: [view(seed), view(seed + 10)], prompt: subject })), weight: 1 },
    { images: [5, 6].map((seed) => ({ views: [view(seed)], prompt: kind })), weight: 0.7 },
  ];
}

/** A run of some steps on given batches; θ after each, and its losses. */
async function run(
  samples: number,
  options: Partial<LoraOptions>,
  batchesOf: (step: number) => ReturnType<typeof sampleBatch>[],
) {
  const trainer = await Trainer.create(
    model,
    loraMethod(model, { ...BASE, samples, ...options }),
    new TorchGenerator(3),
  );
  const thetas = [(await trainer.learnt()).theta];
  const losses: number[][] = [];
  const rates: number[] = [];
  for (let step = 0; step < STEPS; step++) {
    losses.push([...(await (await trainer.train(...batchesOf(step)))())]);
    thetas.push((await trainer.learnt()).theta);
    rates.push(trainer.learningRate);
  }
  await trainer.release();
  return { thetas, losses, rates };
}

describe('gradients that are accumulated', () => {
  it.each(['attention', 'text-encoder'] as const)('are those of one large batch (%s)', async (target) => {
    const accumulation = 3;
    const own = await kindsFor(model, target);
    const modules = targetModules(model.adaptableModules, [target]);
    const rules = { ...RULES, accumulation };
    const parts = (step: number) => {
      const generator = new TorchGenerator(50 + step);
      return Array.from({ length: accumulation }, (_, i) =>
        sampleBatch(model, own, step * accumulation + i, generator, rules),
      );
    };
    const small = await run(2, { modules, accumulation }, parts);
    const large = await run(2 * accumulation, { modules }, (step) => [joined(parts(step))]);
    expect(small.losses[0]).toHaveLength(2 * accumulation);
    for (let step = 0; step < STEPS; step++) {
      expect(relativeError(small.losses[step] ?? [], large.losses[step] ?? [])).toBeLessThan(1e-5);
      expect(relativeError(small.thetas[step + 1] ?? [], large.thetas[step + 1] ?? [])).toBeLessThan(1e-4);
    }
    expect(small.thetas[1]).not.toEqual(small.thetas[0]);
  });

  it('are clipped as a whole', async () => {
    // Each batch alone stays below the bound, their sum doesn't: clipped one by one they would move θ further.
    const rules = { ...RULES, accumulation: 2 };
    const batches = (step: number) =>
      [0, 1].map((i) => sampleBatch(model, kinds, 2 * step + i, new TorchGenerator(step), rules));
    const sizes = { accumulation: 2, adamW: { beta1: 0, beta2: 0, epsilon: 1, weightDecay: 0 } };
    const free = await run(2, { ...sizes, maxGradientNorm: 0 }, batches);
    const clipped = await run(2, { ...sizes, maxGradientNorm: 1e-3 }, batches);
    const moved = ({ thetas: [before = new Float32Array(), after = new Float32Array()] }: typeof free) =>
      Math.hypot(...after.map((value, i) => value - (before[i] as number)));
    // With ε = 1 and no memory a step is nearly the gradient times the learning rate.
    expect(moved(free)).toBeGreaterThan(1e-3 * BASE.learningRate * 1.5);
    expect(moved(clipped)).toBeLessThan(1e-3 * BASE.learningRate * 1.01);
    expect(moved(clipped)).toBeGreaterThan(1e-3 * BASE.learningRate * 0.9);
  });

  it('refuses a step of too few batches', async () => {
    const [batch] = [sampleBatch(model, kinds, 0, new TorchGenerator(1))];
    await expect(run(2, { accumulation: 2 }, () => [batch])).rejects.toThrow('2 batches');
  });
});

describe('the moving average', () => {
  const batches = (step: number) => [sampleBatch(model, kinds, step, new TorchGenerator(step))];

  it('is what comes out, and follows θ without changing it', async () => {
    const decay = 0.6;
    const plain = await run(2, {}, batches);
    const averaged = await run(2, { averageDecay: decay }, batches);
    let expected = [...(plain.thetas[0] ?? [])];
    for (let t = 1; t <= STEPS; t++) {
      const rate = averagingRate(t, decay);
      expected = expected.map((value, i) => value + rate * ((plain.thetas[t]?.[i] as number) - value));
      expect(relativeError(averaged.thetas[t] ?? [], expected)).toBeLessThan(1e-6);
    }
    expect(averaged.losses).toEqual(plain.losses);
    expect(averaged.thetas.at(-1)).not.toEqual(plain.thetas.at(-1));
  });
});

describe('a schedule', () => {
  it('sets each step’s learning rate: none at the start of a warm-up', async () => {
    const learningRate = { kind: 'linear', learningRate: 1e-2, warmupSteps: 1, steps: STEPS } as const;
    const { thetas, rates } = await run(2, { learningRate }, (step) => [
      sampleBatch(model, kinds, step, new TorchGenerator(step)),
    ]);
    expect(rates).toEqual([0, 1, 2 / 3, 1 / 3].map((share) => 1e-2 * share));
    expect(thetas[1]).toEqual(thetas[0]);
    expect(thetas[2]).not.toEqual(thetas[1]);
  });
});

describe('a batch', () => {
  it('has its samples kind by kind, and weights that make the loss a mean', () => {
    const rules = { ...RULES, batchSize: 3, accumulation: 2 };
    const { sampleWeights, timesteps, prompts } = sampleBatch(model, kinds, 0, new TorchGenerator(1), rules);
    expect([...sampleWeights].map((weight) => weight * 6)).toEqual(
      [1, 1, 1, 0.7, 0.7, 0.7].map((weight) => expect.closeTo(weight, 6)),
    );
    expect(timesteps).toHaveLength(6);
    expect(prompts).toEqual([0, 0, 0, 1, 1, 1].map((kind) => kinds[kind]?.images[0]?.prompt));
  });

  it('walks through each kind’s images in turn, over all batches', () => {
    // Every image has a prompt of its own, by which it is known.
    const told = kinds.map((kind) => ({
      ...kind,
      images: kind.images.map((image) => ({ ...image, prompt: { states: new Float32Array(1) } })),
    }));
    const placeOf = (kind: number, prompt: unknown) => told[kind]?.images.findIndex((image) => image.prompt === prompt);
    const seen = [0, 1, 2].map((index) => {
      const { prompts } = sampleBatch(model, told, index, new TorchGenerator(index), { ...RULES, batchSize: 3 });
      return prompts.map((prompt, i) => placeOf(Math.floor(i / 3), prompt));
    });
    expect(seen).toEqual([
      [0, 1, 2, 0, 1, 0],
      [3, 0, 1, 1, 0, 1],
      [2, 3, 0, 0, 1, 0],
    ]);
  });

  it('shows mirror images as often as the images themselves', () => {
    const [subject] = kinds;
    if (!subject) throw new Error('there are no kinds');
    const generator = new TorchGenerator(9);
    // At the first timesteps hardly any noise hides which view it is.
    const nearer = ({ noisyLatents }: { noisyLatents: Float32Array }, views: readonly { mean: Float32Array }[]) => {
      const factor = model.checkpoint.vae.config.scaling_factor;
      const [own, mirror] = views.map(({ mean }) =>
        mean.reduce((sum, value, i) => sum + (value * factor - (noisyLatents[i] as number)) ** 2, 0),
      ) as [number, number];
      return mirror < own ? 1 : 0;
    };
    const drawn = Array.from({ length: 2000 }, () => sampleBatch(model, [subject], 0, generator));
    const clear = drawn.filter(({ timesteps: [timestep = 999] }) => timestep < 100);
    const share = clear.reduce((sum, batch) => sum + nearer(batch, subject.images[0]?.views ?? []), 0) / clear.length;
    expect(clear.length).toBeGreaterThan(100);
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  it('lessens samples with little noise by min-SNR, those of the class too', () => {
    const rules = { ...RULES, minSnrGamma: 5 };
    const weights = Array.from({ length: 40 }, (_, i) => {
      const { timesteps, sampleWeights } = sampleBatch(model, kinds, i, new TorchGenerator(i), rules);
      return [...sampleWeights].map((weight, kind) => ({ timestep: timesteps[kind] as number, weight, kind }));
    }).flat();
    for (const kind of [0, 1]) {
      const own = weights.filter((sample) => sample.kind === kind).sort((a, b) => a.timestep - b.timestep);
      const full = kinds[kind]?.weight as number;
      expect(own[0]?.weight).toBeLessThan(full / 2);
      expect(own.at(-1)?.weight).toBeCloseTo(full, 6);
      expect(own.every(({ weight }, i) => i === 0 || weight >= (own[i - 1]?.weight as number))).toBe(true);
    }
  });

  it('comes without its prompt as often as asked', async () => {
    const prompts = new SamplePrompts(model, model.loraModules);
    const empty = await prompts.of('');
    const rules = { ...RULES, promptDropout: { probability: 0.25, empty } };
    const generator = new TorchGenerator(9);
    const all = Array.from({ length: 200 }, (_, i) => sampleBatch(model, kinds, i, generator, rules).prompts).flat();
    const dropped = all.filter((prompt) => prompt === empty).length / all.length;
    expect(dropped).toBeGreaterThan(0.18);
    expect(dropped).toBeLessThan(0.32);
  });
});

/** Batches as one, its weights unchanged. */
function joined(batches: readonly ReturnType<typeof sampleBatch>[]): ReturnType<typeof sampleBatch> {
  const all = (numbersOf: (batch: ReturnType<typeof sampleBatch>) => Float32Array) =>
    Float32Array.from(batches.flatMap((batch) => [...numbersOf(batch)]));
  return {
    noisyLatents: all(({ noisyLatents }) => noisyLatents),
    target: all(({ target }) => target),
    timesteps: all(({ timesteps }) => timesteps),
    sampleWeights: all(({ sampleWeights }) => sampleWeights),
    prompts: batches.flatMap(({ prompts }) => prompts),
  };
}
