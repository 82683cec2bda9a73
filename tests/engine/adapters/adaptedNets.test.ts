import { readFileSync } from 'node:fs';
import { parseSafetensors } from '@weft/engine';
import { splitMix, TextEncoderConfig, textEncoderModules, UNetConfig, unetModules } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

const FIXTURES = new URL('../../fixtures/', import.meta.url);
const read = (path: string) => new Uint8Array(readFileSync(new URL(path, FIXTURES)));
const readJson = (path: string): unknown => JSON.parse(new TextDecoder().decode(read(path)));

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
  /** Layers of a checkpoint: its tensors of two or four dimensions, but for tables of embeddings; `text_model.` or not. */
  const weightShapes = (file: string) =>
    new Map(
      [...parseSafetensors(read(file)).tensors.values()]
        .filter(({ name, shape }) => shape.length > 1 && !name.includes('embeddings'))
        .map(({ name, shape }) => [name.replace(/^text_model\.|\.weight$/g, ''), shape]),
    );
  const shapesOf = (modules: ReturnType<typeof unetModules>) =>
    new Map(
      modules.map(({ name, inFeatures, outFeatures, kernel }) => [
        name.replace(/^text_encoder\.text_model\./, ''),
        kernel === undefined ? [outFeatures, inFeatures] : [outFeatures, inFeatures, kernel, kernel],
      ]),
    );

  it.each(['tiny', 'reduced-sd15', 'reduced-sd2'])('are every matrix and kernel of the checkpoint: %s', (model) => {
    const config = UNetConfig.parse(readJson(`${model}/unet/config.json`));
    expect(shapesOf(unetModules(config))).toEqual(weightShapes(`${model}/unet/diffusion_pytorch_model.safetensors`));
    const text = TextEncoderConfig.parse(readJson(`${model}/text_encoder/config.json`));
    expect(shapesOf(textEncoderModules(text))).toEqual(weightShapes(`${model}/text_encoder/model.safetensors`));
  });

  it('are linear at the ends of the attention blocks of Stable Diffusion 2, 1×1 convolutions in 1.x', () => {
    const kernelIn = (model: string) => {
      const modules = unetModules(UNetConfig.parse(readJson(`${model}/unet/config.json`)));
      return modules.find(({ name }) => name === 'mid_block.attentions.0.proj_in')?.kernel;
    };
    expect([kernelIn('reduced-sd15'), kernelIn('reduced-sd2')]).toEqual([1, undefined]);
  });
});
