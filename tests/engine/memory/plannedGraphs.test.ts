/**
 * Memory is planned for the very graphs that a run hands to the runtime: all of them, byte for byte, as they are written for
 * a GPU, and what stays on the device from step to step is what a checkpoint of the run has.
 */

import {
  type DreamBoothSettings,
  dreamBoothStep,
  fingerprint,
  loadCheckpoint,
  Model,
  trainDreamBooth,
} from '@weft/engine';
import { ADAMW, type Precision, Program, type Runtime, TorchGenerator, trainingPhases } from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { laneSource } from '../../parity/laneSource.ts';
import { nodeLane } from '../../parity/nodeLane.ts';

const SETTINGS: DreamBoothSettings = {
  instancePrompt: 'a sks cloth',
  classPrompt: 'a cloth',
  steps: 2,
  rank: 2,
  loraAlpha: 2,
  learningRate: 1e-2,
  targets: ['attention'],
  upBlocksOnly: false,
  batchSize: 1,
  accumulation: 1,
  microBatches: false,
  segments: 0,
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
  classImages: 1,
  classDrawing: { samplingSteps: 1, guidanceScale: 7.5, sampler: 'dpmsolver++', firstSeed: 100, adapters: [] },
  priorWeight: 0.7,
  showForgetting: false,
  seed: 11,
  checkpointEvery: 1,
  evalEvery: 0,
  holdOut: 0,
  patience: 0,
  sampleEvery: 0,
  samplePrompt: '',
};

const BOTH_NETS = ['attention', 'feed-forward', 'text-encoder'] as const;
const CASES: Record<string, Partial<DreamBoothSettings>> = {
  'on attention': {},
  'of another alpha, without clipping': { loraAlpha: 8, maxGradientNorm: 0 },
  'on the text encoder too': { targets: BOTH_NETS },
  'in segments': { segments: 3, upBlocksOnly: true },
  'of several batches, averaged': { accumulation: 2, batchSize: 2, emaDecay: 0.9 },
  'of single samples, on both nets in segments': { microBatches: true, batchSize: 2, segments: 4, targets: BOTH_NETS },
  'without class images': { classImages: 0, batchSize: 3 },
  'held to its own prediction, in segments': { priorFrom: 'own-prediction', segments: 3, upBlocksOnly: true },
  'held to its own prediction, of single samples': { priorFrom: 'own-prediction', microBatches: true, batchSize: 2 },
};

/** A runtime that writes graphs for a GPU and runs them on the processor, and the models that it was handed. */
function watchedRuntime(precision: Precision): { runtime: Runtime; written: Uint8Array[] } {
  const { ort } = nodeLane.runtime;
  const written: Uint8Array[] = [];
  const InferenceSession = {
    create: (model: Uint8Array, options: object) => {
      written.push(model);
      return ort.InferenceSession.create(model, options);
    },
  };
  const watched = { ...ort, InferenceSession } as unknown as Runtime['ort'];
  return { runtime: { ...nodeLane.runtime, ort: watched, kind: 'webgpu', precision }, written };
}

/** Half precision has scaled losses beside; what a case changes is changed alike. */
const HALF = ['on attention', 'of single samples, on both nets in segments', 'held to its own prediction, in segments'];

it.each<readonly [Precision, string]>([
  ...Object.keys(CASES).map((name) => ['float32', name] as const),
  ...HALF.map((name) => ['float16', name] as const),
])('a step in %s %s', async (precision, name) => {
  const settings = { ...SETTINGS, ...CASES[name] };
  const { runtime, written } = watchedRuntime(precision);
  const model = new Model(runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));
  const size = model.nativeSize;
  const generator = new TorchGenerator(5);
  const rgba = Uint8ClampedArray.from({ length: 4 * size * size }, () => generator.randint(256));
  let kept: string[] = [];
  await trainDreamBooth(
    model,
    [{ width: size, height: size, rgba }],
    settings,
    { stopping: false, yieldNow: async () => {} },
    (event) => {
      if (event.phase === 'checkpoint') kept = Object.keys(event.state.trainer.vectors);
    },
  );
  const handedOver = written.splice(0);

  const { textEncoder, unet, vae } = model.checkpoint;
  const nets = { precision, textEncoder: textEncoder.config, unet: unet.config, vae: vae.config };
  const step = dreamBoothStep(settings, model.adaptableModules, size);
  const phases = trainingPhases(nets, { ...step, drawsClassImages: step.prior === 'class-images' });
  const weights = [unet.weights, textEncoder.weights, vae.weights];
  for (const { graph } of phases.flatMap(({ stages }) => stages)) {
    await (await Program.compile(runtime, graph, weights)).release();
  }
  const planned = written.splice(0);

  const training = phases.at(-1);
  const count = training?.stages.length ?? 0;
  expect(same(handedOver.slice(-count), planned.slice(-count)), 'the step’s, in their order').toBe(true);
  expect(distinct(handedOver), 'the whole run’s').toEqual(distinct(planned));
  expect([...(training?.state ?? [])]).toEqual(kept);
});

function same(some: readonly Uint8Array[], others: readonly Uint8Array[]): boolean {
  return (
    some.length === others.length && some.every((bytes, i) => Buffer.compare(bytes, others[i] as Uint8Array) === 0)
  );
}

/** Each model once, by what tells it from others, in an order of its own. */
function distinct(models: readonly Uint8Array[]): string[] {
  return [...new Set(models.map((bytes) => fingerprint([bytes])))].sort();
}
