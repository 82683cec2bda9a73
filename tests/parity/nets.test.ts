/** The nets of every model against transformers and diffusers, on the processor; and checkpoints that don't fit. */

import { ArchitectureError } from '@weft/engine';
import {
  Graph,
  NetBuilder,
  Program,
  parseConfig,
  TextEncoderConfig,
  UNetConfig,
  withoutLastLayers,
} from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';
import { fixtureWeights, readFixtureJson } from '../engine/fixtures.ts';
import { runtime } from '../engine/graph/evaluate.ts';
import { compareNets, netSubjects } from './cases/nets.ts';
import { nodeLane } from './nodeLane.ts';
import { hold } from './rows.ts';

describe('nets equal diffusers', () => {
  it.each(netSubjects)('$name', async (subject) => {
    const rows = await compareNets(subject)(nodeLane);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    for (const row of rows) hold(row);
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

  it.each([
    { addition_embed_type: 'text_time' },
    { transformer_layers_per_block: [1, 2] },
    { class_embed_type: 'projection' },
    { only_cross_attention: true },
    { time_cond_proj_dim: 256 },
    { attention_head_dim: [5, 10, 20] },
  ])('is refused rather than built without %o', (change) => {
    const config = readFixtureJson('unet/config.json') as Record<string, unknown>;
    const [key] = Object.keys(change);
    expect(() => parseConfig(UNetConfig, { ...config, ...change }, 'unet/config.json')).toThrow(
      new RegExp(`unet/config\\.json: ${key}`),
    );
  });

  it('has no layers left where all are left out', () => {
    const config = TextEncoderConfig.parse(readFixtureJson('text_encoder/config.json'));
    expect(withoutLastLayers(config, 1).num_hidden_layers).toBe(1);
    expect(() => withoutLastLayers(config, 2)).toThrow(RangeError);
  });

  it('is refused when a tensor is missing or has another shape', async () => {
    const graph = new Graph();
    graph.output('y', new NetBuilder(graph).linear(graph.input('x', [1, 4]), 'no.such.layer', 4));
    const weights = await fixtureWeights('unet/diffusion_pytorch_model.safetensors');
    await expect(Program.compile(runtime, graph, weights)).rejects.toThrow(/no\.such\.layer\.weight of .* is missing/);

    const other = new Graph();
    other.output('y', new NetBuilder(other).linear(other.input('x', [1, 3]), 'time_embedding.linear_1', 4));
    await expect(Program.compile(runtime, other, weights)).rejects.toThrow(
      /time_embedding\.linear_1\.weight .* asks for \[4,3\]/,
    );
  });
});
