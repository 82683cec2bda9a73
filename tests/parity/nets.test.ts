/** The nets against transformers and diffusers on the tiny model, in float32 on the processor. */
import { describe, expect, it } from 'vitest';
import { Graph } from '../../workers/engine/graph/graph.ts';
import { declareUNetInputs } from '../../workers/engine/model/unetInputs.ts';
import { decoder, encoder } from '../../workers/engine/nets/autoencoder.ts';
import { AutoencoderConfig, parseConfig, TextEncoderConfig, UNetConfig } from '../../workers/engine/nets/configs.ts';
import { ArchitectureError } from '../../workers/engine/nets/errors.ts';
import { NetBuilder } from '../../workers/engine/nets/layers.ts';
import { textEncoder } from '../../workers/engine/nets/textEncoder.ts';
import { unet } from '../../workers/engine/nets/unet.ts';
import { Program } from '../../workers/engine/runtime/program.ts';
import { expectedIntegers, expectedNumbers, fixtureWeights, readFixtureJson } from '../engine/fixtures.ts';
import { relativeError, runtime } from '../engine/graph/evaluate.ts';

const BOUND = 1e-5;
const tensor = (data: Float32Array, shape: number[]) => new runtime.ort.Tensor('float32', data, shape);

describe('nets equal diffusers', () => {
  it('text encoder', async () => {
    const graph = new Graph();
    const config = TextEncoderConfig.parse(readFixtureJson('text_encoder/config.json'));
    graph.output('states', textEncoder(new NetBuilder(graph), config, graph.input('ids', [3, 77], 'int64')));
    const program = await Program.compile(runtime, graph, fixtureWeights('text_encoder/model.safetensors'));
    const ids = BigInt64Array.from(expectedIntegers('text.ids'), BigInt);
    const { states } = await program.run({ ids: new runtime.ort.Tensor('int64', ids, [3, 77]) });
    expect(relativeError(states?.data as Float32Array, expectedNumbers('text.last_hidden_state'))).toBeLessThan(BOUND);
  });

  it('U-Net, two timesteps in one batch', async () => {
    const graph = new Graph();
    const config = UNetConfig.parse(readFixtureJson('unet/config.json'));
    const inputs = declareUNetInputs(graph, config, { batch: 2, height: 8, width: 8, textLength: 77 });
    graph.output('prediction', unet(new NetBuilder(graph), config, inputs));
    const program = await Program.compile(runtime, graph, fixtureWeights('unet/diffusion_pytorch_model.safetensors'));
    const timesteps = Float32Array.from(expectedIntegers('unet.timesteps'));
    const { prediction } = await program.run({
      sample: tensor(expectedNumbers('unet.sample'), [2, 4, 8, 8]),
      timesteps: tensor(timesteps, [2, 1]),
      textStates: tensor(expectedNumbers('unet.encoder_hidden_states'), [2, 77, 32]),
    });
    expect(relativeError(prediction?.data as Float32Array, expectedNumbers('unet.output'))).toBeLessThan(BOUND);
  });

  it('autoencoder, both ways', async () => {
    const config = AutoencoderConfig.parse(readFixtureJson('vae/config.json'));
    const weights = fixtureWeights('vae/diffusion_pytorch_model.safetensors');

    const encoding = new Graph();
    encoding.output('moments', encoder(new NetBuilder(encoding), config, encoding.input('pixels', [2, 3, 32, 32])));
    const encode = await Program.compile(runtime, encoding, weights);
    const { moments } = await encode.run({ pixels: tensor(expectedNumbers('vae.image'), [2, 3, 32, 32]) });
    const [mean, logVariance] = [expectedNumbers('vae.mean'), expectedNumbers('vae.logvar')];
    const half = mean.length / 2;
    const both = Float32Array.from([
      ...mean.subarray(0, half),
      ...logVariance.subarray(0, half),
      ...mean.subarray(half),
      ...logVariance.subarray(half),
    ]);
    expect(relativeError(moments?.data as Float32Array, both)).toBeLessThan(BOUND);

    const decoding = new Graph();
    decoding.output('pixels', decoder(new NetBuilder(decoding), config, decoding.input('latents', [2, 4, 4, 4])));
    const decode = await Program.compile(runtime, decoding, weights);
    const { pixels } = await decode.run({ latents: tensor(expectedNumbers('vae.latents'), [2, 4, 4, 4]) });
    expect(relativeError(pixels?.data as Float32Array, expectedNumbers('vae.decoded'))).toBeLessThan(BOUND);
  });
});

describe('a checkpoint that the engine does not build', () => {
  it('is named by the key that does not fit', () => {
    const config = readFixtureJson('unet/config.json') as Record<string, unknown>;
    expect(() => parseConfig(UNetConfig, { ...config, cross_attention_dim: undefined }, 'unet/config.json')).toThrow(
      /unet\/config\.json: cross_attention_dim/,
    );
    expect(() => parseConfig(UNetConfig, { ...config, act_fn: 'mish' }, 'unet/config.json')).toThrow(ArchitectureError);
  });

  it('is refused when a tensor is missing or has another shape', async () => {
    const graph = new Graph();
    graph.output('y', new NetBuilder(graph).linear(graph.input('x', [1, 4]), 'no.such.layer', 4));
    const weights = fixtureWeights('unet/diffusion_pytorch_model.safetensors');
    await expect(Program.compile(runtime, graph, weights)).rejects.toThrow(/no\.such\.layer\.weight of .* is missing/);

    const other = new Graph();
    other.output('y', new NetBuilder(other).linear(other.input('x', [1, 3]), 'time_embedding.linear_1', 4));
    await expect(Program.compile(runtime, other, weights)).rejects.toThrow(
      /time_embedding\.linear_1\.weight .* asks for \[4,3\]/,
    );
  });
});
