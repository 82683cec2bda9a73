import { describe, expect, it } from 'vitest';
import { splitMix } from '../../../workers/engine/adapters/adaptedNets.ts';
import { attentionModules, textEncoderModules, unetModules } from '../../../workers/engine/model/loraInputs.ts';
import { TextEncoderConfig, UNetConfig } from '../../../workers/engine/nets/configs.ts';
import { parseSafetensors } from '../../../workers/engine/weights/safetensors.ts';
import { readFixture, readFixtureJson } from '../fixtures.ts';

describe('splitMix', () => {
  it('gives each net its layers and their numbers', () => {
    const inUNet = { name: 'conv_in', inFeatures: 1, outFeatures: 1, kernel: 1 };
    const inText = { name: 'text_encoder.text_model.encoder.layers.0.mlp.fc1', inFeatures: 2, outFeatures: 1, rank: 1 };
    const theta = Float32Array.of(1, 2, 3, 4, 5, 6, 7);
    expect(splitMix({ rank: 2, modules: [inUNet, inText], theta })).toEqual({
      unet: { rank: 2, modules: [inUNet], theta: Float32Array.of(1, 2, 3, 4) },
      textEncoder: { rank: 2, modules: [inText], theta: Float32Array.of(5, 6, 7) },
    });
    expect(splitMix({ rank: 2, modules: [inUNet], theta: theta.slice(0, 4) }).textEncoder).toBeNull();
    expect(splitMix(null)).toEqual({ unet: null, textEncoder: null });
  });
});

describe('the layers that can be adapted', () => {
  /** Layers of a checkpoint: its tensors of two or four dimensions, but for tables of embeddings. */
  const weightShapes = (file: string) =>
    new Map(
      [...parseSafetensors(readFixture(file)).tensors.values()]
        .filter(({ name, shape }) => shape.length > 1 && !name.includes('embeddings'))
        .map(({ name, shape }) => [name.replace(/\.weight$/, ''), shape]),
    );
  const shapesOf = (modules: ReturnType<typeof unetModules>) =>
    new Map(
      modules.map(({ name, inFeatures, outFeatures, kernel }) => [
        name.replace(/^text_encoder\./, ''),
        kernel === undefined ? [outFeatures, inFeatures] : [outFeatures, inFeatures, kernel, kernel],
      ]),
    );

  it('are every matrix and kernel of the checkpoint', () => {
    const config = UNetConfig.parse(readFixtureJson('unet/config.json'));
    expect(shapesOf(unetModules(config))).toEqual(weightShapes('unet/diffusion_pytorch_model.safetensors'));
    expect(attentionModules(config)).toHaveLength(32);
    const text = TextEncoderConfig.parse(readFixtureJson('text_encoder/config.json'));
    expect(shapesOf(textEncoderModules(text))).toEqual(weightShapes('text_encoder/model.safetensors'));
  });
});
