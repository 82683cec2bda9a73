/** Draws and trains as the studio does, on this browser's WebGPU adapter, and counts bytes beside what was planned. */

import {
  fetchSource,
  loadCheckpoint,
  Model,
  type ModelSource,
  openBrowserRuntime,
  planDrawing,
  planTraining,
} from '@weft/engine';
import {
  loraMethod,
  type MemoryPhase,
  type PlannedNets,
  type Precision,
  TorchGenerator,
  Trainer,
} from '@weft/engine/internal';
import * as Comlink from 'comlink';
import { generatedSource } from '../../scripts/fullSize/generatedModel.ts';
import { dryDevices } from './dryDevice.ts';
import { GpuMeter } from './gpuMeter.ts';

/** What is measured. */
export interface MemoryCase {
  name: string;
  /** The starter, or a family of `scripts/fullSize`, whose weights are all zero here. */
  model: string;
  precision: Precision;
  /** Side of the latents. */
  latents: number;
  work: 'drawing' | 'training';
  segments?: number;
  /** Whether the device only allocates; else everything is computed. */
  dry: boolean;
}

/** One phase: bytes on the GPU at its highest. */
export interface MeasuredPhase {
  name: MemoryPhase['name'];
  planned: number;
  measured: number;
}

const RANK = 4;
const SAMPLES = 2;
/** The first run of a session fills what the runtime keeps for the later ones. */
const RUNS = 2;

export const lane = {
  async measure(asked: MemoryCase, base: string): Promise<MeasuredPhase[]> {
    if (asked.dry) dryDevices();
    const meter = new GpuMeter();
    const { runtime } = await openBrowserRuntime({ choice: 'webgpu', runtimeUrl: `${base}ort/` });
    const checkpoint = await loadCheckpoint(sourceOf(asked, base));
    const model = new Model({ ...runtime, precision: asked.precision }, checkpoint);
    const { textEncoder, unet, vae } = checkpoint;
    const nets: PlannedNets = {
      precision: asked.precision,
      textEncoder: textEncoder.config,
      unet: unet.config,
      vae: vae.config,
    };
    const size = asked.latents * model.pixelsPerLatent;
    const work =
      asked.work === 'drawing' ? drawing(model, asked.latents) : training(model, asked.latents, asked.segments ?? 1);
    const plan =
      asked.work === 'drawing'
        ? planDrawing(nets, { size, guided: true })
        : planTraining(nets, {
            size,
            samples: SAMPLES,
            modules: model.loraModules,
            rank: RANK,
            loraAlpha: RANK,
            segments: asked.segments ?? 1,
            drawsClassImages: false,
          });
    const measured: MeasuredPhase[] = [];
    for (const { name, weights, working } of plan.phases) {
      meter.restart();
      await work[name]?.();
      measured.push({ name, planned: weights + working, measured: meter.peak });
    }
    return measured;
  },
};

/** What is done in each phase. */
type Work = Partial<Record<MemoryPhase['name'], () => Promise<unknown>>>;

function drawing(model: Model, side: number): Work {
  const { maxTokens } = model.checkpoint.tokenizer;
  const width = model.checkpoint.unet.config.cross_attention_dim;
  return {
    prompts: () => repeat(() => model.encodePrompt('a fabric')),
    drawing: async () => {
      const program = await model.denoiser({ batch: 2, height: side, width: side, textLength: maxTokens }, null);
      const shape = [2, model.latentChannels, side, side];
      await repeat(() =>
        program.run({
          sample: model.tensor(zeros(shape), shape),
          timesteps: model.tensor(Float32Array.of(1, 1), [2, 1]),
          encoderHiddenStates: model.tensor(zeros([2, maxTokens, width]), [2, maxTokens, width]),
        }),
      );
    },
    decoding: () => repeat(() => model.decodeLatents(zeros([model.latentChannels, side, side]), side)),
  };
}

function training(model: Model, side: number, segments: number): Work {
  const size = side * model.pixelsPerLatent;
  return {
    images: () => repeat(() => model.encodePixels(zeros([3, size, size]), size)),
    prompts: () => repeat(() => model.encodePrompt('a fabric')),
    training: async () => {
      const options = { rank: RANK, loraAlpha: RANK, learningRate: 1e-4, samples: SAMPLES, segments };
      const trainer = await Trainer.create(model, loraMethod(model, options), new TorchGenerator(1));
      const image = [SAMPLES, model.latentChannels, side, side];
      const states = zeros([model.checkpoint.tokenizer.maxTokens, model.checkpoint.unet.config.cross_attention_dim]);
      await repeat(async () => {
        const readLosses = await trainer.train({
          noisyLatents: zeros(image),
          target: zeros(image),
          timesteps: Float32Array.of(1, 1),
          sampleWeights: Float32Array.of(1, 1),
          prompts: [{ states }, { states }],
        });
        await readLosses();
      });
    },
  };
}

async function repeat(run: () => Promise<unknown>): Promise<void> {
  for (let i = 0; i < RUNS; i++) await run();
}

function zeros(shape: readonly number[]): Float32Array {
  return new Float32Array(shape.reduce((product, side) => product * side, 1));
}

function sourceOf({ model, precision, latents }: MemoryCase, base: string): ModelSource {
  if (model === 'starter') return fetchSource(`${base}models/starter/`, 'starter');
  const dtype = precision === 'float16' ? 'F16' : 'F32';
  const none = new Uint8Array(0);
  let zero = none;
  return generatedSource({
    family: model,
    dtype,
    latents,
    fill: (_, shape) => {
      const bytes = shape.reduce((product, side) => product * side, 1) * (dtype === 'F16' ? 2 : 4);
      if (zero.length < bytes) zero = new Uint8Array(bytes);
      return zero.subarray(0, bytes);
    },
  });
}

Comlink.expose(lane);
