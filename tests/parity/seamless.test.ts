/** Pictures whose edges meet: against PyTorch, and moved along, by which no place of theirs differs from any other. */
import { loadCheckpoint, Model, type Seamless } from '@weft/engine';
import { type LoraMix, loraSize, mixLoras, unetModules } from '@weft/engine/internal';
import { expect, it } from 'vitest';
import { seamless } from './cases/seamless.ts';
import { laneSource } from './laneSource.ts';
import { nodeLane } from './nodeLane.ts';
import { relativeError } from './relativeError.ts';
import { hold } from './rows.ts';

it('draws what PyTorch draws with circular convolutions', async () => {
  const rows = await seamless(nodeLane);
  expect(rows).toHaveLength(10);
  for (const row of rows) hold(row);
});

const openTiny = async () =>
  new Model(nodeLane.runtime, await loadCheckpoint(laneSource(nodeLane, 'tests/fixtures/tiny', 'tiny')));

const numbers = (count: number, seed: number) =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(seed * (i + 1)));

/** [channels, side, side] moved to the right and down, what leaves coming in again. */
function moved(x: Float32Array, side: number, right: number, down: number): Float32Array {
  return Float32Array.from(x, (_, i) => {
    const [column, row, channel] = [i % side, Math.floor(i / side) % side, Math.floor(i / side / side)];
    const from = [(column - right + side) % side, (row - down + side) % side] as const;
    return x[(channel * side + from[1]) * side + from[0]] as number;
  });
}

/** An adapter on every layer of the U-Net, convolutions too. */
function everyLayer(model: Model): LoraMix {
  const modules = unetModules(model.checkpoint.unet.config);
  const theta = numbers(loraSize(modules, 1), 0.7).map((value) => value * 0.1);
  const mix = mixLoras([{ adapter: { baseModel: 'tiny', rank: 1, loraAlpha: 1, modules, theta }, weight: 1 }], modules);
  if (!mix) throw new Error('no adapter');
  return mix;
}

it.each([
  ['across', { across: true, down: false }, 4, 0],
  ['down', { across: false, down: true }, 0, 2],
  ['both', { across: true, down: true }, 2, 6],
  // A move by less than a side along the axis that meets straight.
  ['half-drop', { across: true, down: true, moved: 'columns' }, 0, 4],
  ['brick', { across: true, down: true, moved: 'rows' }, 4, 0],
] as const)('moves along with its latents: %s', async (_, edges: Seamless, right, down) => {
  const model = await openTiny();
  const side = model.latentSide(model.nativeSize);
  const { config } = model.checkpoint.unet;
  const latents = numbers(model.latentChannels * side * side, 0.3);
  const states = numbers(config.cross_attention_dim * 4, 1.1);
  const lora = everyLayer(model);
  const predict = async (sample: Float32Array) => {
    const program = await model.denoiser({ batch: 1, height: side, width: side, textLength: 4, seamless: edges }, lora);
    const mix = model.mixFeed(lora);
    const { prediction } = await program.run({
      sample: model.tensor(sample, [1, model.latentChannels, side, side]),
      timesteps: model.tensor(new Float32Array([500]), [1, 1]),
      encoderHiddenStates: model.tensor(states, [1, 4, config.cross_attention_dim]),
      ...mix.tensors,
    });
    mix.release();
    return prediction?.data as Float32Array;
  };
  const there = moved(latents, side, right, down);
  const plain = await predict(latents);
  expect(relativeError(await predict(there), moved(plain, side, right, down))).toBeLessThan(1e-5);
  const step = model.pixelsPerLatent;
  const pixels = await model.decodeLatents(latents, side, edges);
  const movedPixels = await model.decodeLatents(there, side, edges);
  const expected = moved(pixels, side * step, right * step, down * step);
  expect(relativeError(movedPixels, expected)).toBeLessThan(1e-5);
  // Without edges that meet it doesn't.
  expect(relativeError(await model.decodeLatents(there, side), expected)).toBeGreaterThan(1e-3);
  await model.release();
});
