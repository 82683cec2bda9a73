/**
 * What draws with Stable Diffusion 1.5's own shapes, at small latents: text encoder, U-Net with a LoRA and autoencoder in
 * half precision on WebGPU, every node on it, against the processor in float32.
 */
import process from 'node:process';
import { Model } from '@weft/engine';
import { loraSize, numbersOf, type Runtime, TorchGenerator } from '@weft/engine/internal';
import { openNodeRuntime } from '@weft/engine/node';
import { expect, it } from 'vitest';
import { largestError } from '../kernels/largestError.ts';
import { webGpuLane } from '../kernels/webgpu.ts';
import { openCheckpoint } from './openCheckpoint.ts';

const SIDE = 8;
const RANK = 4;

/**
 * Largest |a − b| over largest |b|. Text encoder and U-Net keep the bounds of the kernels lane's small models; the
 * autoencoder, whose residual blocks are twice as many and whose random weights let the signal grow from one to the next,
 * has the 4 % that half precision is known to do to a whole net of this size at worst.
 */
const BOUNDS: Readonly<Record<string, number>> = { states: 1e-2, prediction: 2e-2, pixels: 4e-2, moments: 4e-2 };

const normal = (length: number, seed: number, std = 1) =>
  new TorchGenerator(seed).randn(length).map((value) => value * std);

/** Everything that a picture's numbers pass through. */
async function outputsOn(runtime: Runtime): Promise<Record<string, Float32Array>> {
  const model = new Model(runtime, await openCheckpoint());
  const states = await model.encodePrompt('a photo of a red fabric with a pattern of circles');

  const { config } = model.checkpoint.unet;
  const { maxTokens } = model.checkpoint.tokenizer;
  const modules = [...model.loraModules];
  const lora = { rank: RANK, modules, theta: normal(loraSize(modules, RANK), 4, 0.05) as Float32Array<ArrayBuffer> };
  const sizes = { batch: 2, height: SIDE, width: SIDE, textLength: maxTokens };
  const unet = await model.denoiser(sizes, lora);
  const image = [2, config.in_channels, SIDE, SIDE];
  const encoderHiddenStates = [2, maxTokens, config.cross_attention_dim];
  const adapted = model.mixFeed(lora);
  const results = await unet.run({
    sample: model.tensor(normal(2 * config.in_channels * SIDE * SIDE, 1), image),
    timesteps: model.tensor(Float32Array.of(17, 803), [2, 1]),
    encoderHiddenStates: model.tensor(normal(2 * maxTokens * config.cross_attention_dim, 2), encoderHiddenStates),
    ...adapted.tensors,
  });
  adapted.release();
  const prediction = numbersOf(results, 'prediction');

  const pixels = await model.decodeLatents(normal(model.latentChannels * SIDE * SIDE, 3), SIDE);
  const size = SIDE * model.pixelsPerLatent;
  const moments = await model.encodePixels(normal(3 * size * size, 5, 0.5), size);
  await model.release();
  return { states, prediction, pixels, moments };
}

it('draws with what the processor draws with', async () => {
  const wanted = await outputsOn(openNodeRuntime());
  const found = await outputsOn(webGpuLane('float16').runtime);
  for (const [name, reference] of Object.entries(wanted)) {
    const error = largestError(found[name] ?? new Float32Array(), reference);
    process.stdout.write(`${name}: ${error}\n`);
    expect(error, name).toBeLessThan(BOUNDS[name] as number);
  }
});
