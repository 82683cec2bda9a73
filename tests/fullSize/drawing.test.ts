/**
 * The graphs that draw, at Stable Diffusion 1.5's own size and from files, in float16 on the WebGPU provider with no way
 * back to the processor, against the processor in float32: text encoder, autoencoder both ways, the U-Net with guidance.
 * The weights are random; latents are few, so that a software adapter gets through.
 */
import { resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { TorchGenerator } from '../../workers/engine/diffusion/torchRandom.ts';
import { loadCheckpoint } from '../../workers/engine/model/checkpoint.ts';
import { Model } from '../../workers/engine/model/model.ts';
import { numbersOf } from '../../workers/engine/runtime/program.ts';
import { folderSource } from '../engine/folderSource.ts';
import { largestError } from '../kernels/largestError.ts';
import { webGpuLane } from '../kernels/webgpu.ts';
import type { Lane } from '../parity/lane.ts';
import { nodeLane } from '../parity/nodeLane.ts';

const FOLDER = pathToFileURL(`${resolve(process.env.WEFT_FULL_SIZE_MODEL ?? '.cache/sd15-random-f16')}/`);

/** Side of the latents: the smallest that the U-Net takes. */
const LATENTS = 8;

type Outputs = Record<string, Float32Array>;

/**
 * Largest |a−b| / largest |b|. A rounding to half precision is 5e-4 at most; a whole U-Net of this size was found to lie
 * 4e-2 off at worst, and the autoencoder, whose norms are over few numbers at so few latents, is held to the same.
 */
const NET_BOUND = 4e-2;

interface FullSizeGraph {
  name: string;
  run(model: Model): Promise<Outputs>;
  bound: number;
}

const GRAPHS: readonly FullSizeGraph[] = [
  {
    name: 'text encoder',
    bound: 1e-2,
    run: async (model) => ({ states: await model.encodePrompt('a photo of a red fabric with a pattern of circles') }),
  },
  {
    name: 'autoencoder, encode',
    bound: NET_BOUND,
    run: async (model) => {
      const size = LATENTS * model.pixelsPerLatent;
      return { moments: await model.encodePixels(new TorchGenerator(1).uniform(3 * size * size, -1, 1), size) };
    },
  },
  {
    name: 'autoencoder, decode',
    bound: NET_BOUND,
    run: async (model) => {
      const latents = new TorchGenerator(2).randn(model.latentChannels * LATENTS * LATENTS);
      return { pixels: await model.decodeLatents(latents, LATENTS) };
    },
  },
  { name: 'U-Net with guidance', bound: NET_BOUND, run: denoise },
];

it.each(GRAPHS)('$name', async ({ name, run, bound }) => {
  const wanted = await outputsOn(nodeLane, run);
  const found = await outputsOn(webGpuLane('float16'), run);
  for (const [output, reference] of Object.entries(wanted)) {
    const measured = largestError(found[output] ?? new Float32Array(), reference);
    console.info(`${name}, ${output}: ${measured.toExponential(1)} of ${bound}`);
    expect(measured, output).toBeLessThanOrEqual(bound);
  }
});

async function outputsOn({ runtime }: Lane, run: FullSizeGraph['run']): Promise<Outputs> {
  const model = new Model(runtime, await loadCheckpoint(folderSource(FOLDER, 'random')));
  try {
    return await run(model);
  } finally {
    await model.release();
  }
}

async function denoise(model: Model): Promise<Outputs> {
  const { tokenizer, unet } = model.checkpoint;
  const { maxTokens } = tokenizer;
  const width = unet.config.cross_attention_dim;
  const program = await model.denoiser({ batch: 2, height: LATENTS, width: LATENTS, textLength: maxTokens }, null);
  const image = [2, model.latentChannels, LATENTS, LATENTS];
  const count = 2 * model.latentChannels * LATENTS * LATENTS;
  const results = await program.run({
    sample: model.tensor(new TorchGenerator(3).randn(count), image),
    timesteps: model.tensor(Float32Array.of(500, 500), [2, 1]),
    textStates: model.tensor(new TorchGenerator(4).randn(2 * maxTokens * width), [2, maxTokens, width]),
  });
  return { prediction: numbersOf(results, 'prediction') };
}
