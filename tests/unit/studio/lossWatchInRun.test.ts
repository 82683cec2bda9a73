/** A run whose losses or numbers are none ends there, whatever the trainer would go on to do, and leaves what was good. */
import type { DreamBoothEvent, Model } from '@weft/engine';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrainState } from '../../../src/contract/runs/runs.ts';
import type { TrainEvent, TrainRequest } from '../../../src/contract/trainingJob.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from '../../../src/features/training/form/trainDefaults.ts';
import { adapterFolder } from '../../../src/files/adapterNumbers.ts';
import { chunkedFiles } from '../../../src/files/chunkedFiles.ts';
import type { FileStore } from '../../../src/files/FileStore.ts';
import { AdapterStore } from '../../../workers/studio/adapters/AdapterStore.ts';
import { trainRun } from '../../../workers/studio/trainRun.ts';
import { memoryTable } from '../storage/memoryFiles.ts';

/** What the engine's trainer does in a test: it tells what it is given to tell, and leaves these numbers. */
const trainer = vi.hoisted(() => ({ events: [] as unknown[], result: new Float32Array(0) }));

vi.mock('@weft/engine', async (original) => {
  const train =
    (item: object) =>
    async (...parts: unknown[]) => {
      const hear = parts[4] as (event: unknown) => void;
      for (const event of trainer.events) hear(event);
      return { ...item, stepsDone: 2, stepsTaken: 2, stopped: false, seconds: 1 };
    };
  const layers = { baseModel: 'm', rank: 1, loraAlpha: 1, modules: [{ name: 'q', inFeatures: 1, outFeatures: 1 }] };
  return {
    ...(await original<object>()),
    trainDreamBooth: (...parts: unknown[]) => train({ adapter: { ...layers, theta: trainer.result } })(...parts),
    trainTextualInversion: (...parts: unknown[]) =>
      train({ embedding: { baseModel: 'm', token: '<w>', width: 2, vectors: trainer.result } })(...parts),
  };
});
vi.mock('../../../workers/shared/decodePicture.ts', () => ({
  decodePicture: async () => ({ width: 8, height: 8, rgba: new Uint8ClampedArray(256) }),
}));

const model = { fingerprint: 'f', nativeSize: 8, sizeStep: 8 } as Model;
const job = { yieldNow: async () => undefined, stopping: false };
const train = (step: number, instance: number): DreamBoothEvent => ({
  phase: 'train',
  losses: [{ step, instance, prior: null }],
  done: step,
  total: 9,
  secondsLeft: null,
  secondsPerStep: 1,
  skippedSteps: 0,
  learningRate: 1,
});
const state = (step: number, theta: number): TrainState => ({
  trainer: { step, vectors: { theta: Float32Array.of(theta, theta) } },
  random: { words: new Uint32Array(624), position: 0, cachedNormal: null },
});
const checkpoint = (step: number, theta: number): DreamBoothEvent => ({
  phase: 'checkpoint',
  state: state(step, theta),
  theta: Float32Array.of(theta, theta),
});

let files: FileStore;
let told: TrainEvent[];
beforeEach(() => {
  files = chunkedFiles(memoryTable());
  told = [];
  trainer.result = Float32Array.of(1, 1);
});

function run(events: DreamBoothEvent[], method: 'lora' | 'textual-inversion' = 'lora') {
  trainer.events = events;
  const request: TrainRequest = {
    id: 'r',
    settings: method === 'lora' ? { ...LORA_DEFAULTS, classImages: 0 } : INVERSION_DEFAULTS,
    images: [{ bytes: new Blob(['p']), caption: '' }],
    classImages: [],
    classDrawing: { samplingSteps: 2, guidanceScale: 1, sampler: 'ddim', firstSeed: 1, adapters: [] },
    sampleDrawing: { samplingSteps: 2, guidanceScale: 1, sampler: 'ddim' },
    unfinished: null,
  };
  const places = { adapters: new AdapterStore(files), files };
  return trainRun(model, places, request, job, (event) => {
    told.push(event);
  });
}
const phases = () => told.map(({ phase }) => phase);
const kept = (step?: number) =>
  files.read(`${adapterFolder('r')}/${step === undefined ? 'theta' : `step-00000${step}`}.f32`);

describe('a run', () => {
  it('that stays among numbers leaves its adapter and its checkpoint', async () => {
    await run([train(1, 0.5), checkpoint(1, 1), train(2, 0.4)]);
    expect(await kept()).not.toBeNull();
    expect(await kept(1)).not.toBeNull();
  });

  it.each(['lora', 'textual-inversion'] as const)('of %s ends at a loss that is none, told before', async (method) => {
    const ended = run([train(1, 0.5), train(2, Number.NaN), train(3, 0.4)], method);
    await expect(ended).rejects.toMatchObject({
      info: { code: 'diverged', message: expect.stringContaining('step 2') },
    });
    expect(phases()).toEqual(['begin', 'train', 'train']);
    expect(await kept()).toBeNull();
  });

  it('ends at an evaluation that is none', async () => {
    const point = { step: 1, trained: 0.1, heldOut: Number.POSITIVE_INFINITY };
    await expect(run([{ phase: 'evaluation', point }, train(2, 0.1)])).rejects.toMatchObject({
      info: { code: 'diverged' },
    });
    expect(phases()).toEqual(['begin', 'evaluation']);
  });

  it('keeps no checkpoint that holds none, and the one before it stays', async () => {
    const ended = run([checkpoint(1, 1), train(2, 0.4), checkpoint(2, Number.NaN)]);
    await expect(ended).rejects.toMatchObject({
      info: { code: 'diverged', advice: expect.stringContaining('checkpoint at step 1 is kept') },
    });
    await vi.waitFor(async () => expect(await kept(1)).not.toBeNull());
    expect(await kept(2)).toBeNull();
  });

  it.each(['lora', 'textual-inversion'] as const)('of %s keeps no result that holds none', async (method) => {
    trainer.result = Float32Array.of(1, Number.NaN);
    await expect(run([train(1, 0.5)], method)).rejects.toMatchObject({ info: { code: 'diverged' } });
    expect(await kept()).toBeNull();
  });
});
