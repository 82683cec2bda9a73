/** Names and shapes of every weight of each net, as its graph asks for them. Sizes of inputs don't matter for them. */
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/value.ts';
import { pixelsPerLatent, type TextEncoderConfig, type UNetConfig, unetStride, type VaeConfig } from './configs.ts';
import { NetBuilder } from './layers.ts';
import { textEncoder } from './textEncoder.ts';
import { unet } from './unet.ts';
import { decoder, encoder } from './vae.ts';

/** Of a text encoder whose checkpoint puts `prefix` before its names. */
export function textEncoderWeights(config: TextEncoderConfig, prefix?: string): Value[] {
  return weightsOf((net) => textEncoder(net, config, net.graph.input('ids', [1, 1], 'int64'), prefix));
}

/** Of a U-Net. */
export function unetWeights(config: UNetConfig): Value[] {
  const side = unetStride(config);
  return weightsOf((net) => {
    const sample = net.graph.input('sample', [1, config.in_channels, side, side]);
    const timesteps = net.graph.input('timesteps', [1, 1]);
    unet(net, config, {
      sample,
      timesteps,
      encoderHiddenStates: net.graph.input('encoderHiddenStates', [1, 1, config.cross_attention_dim]),
    });
  });
}

/** Of a VAE, both halves. */
export function vaeWeights(config: VaeConfig): Value[] {
  const side = pixelsPerLatent(config);
  return weightsOf((net) => {
    encoder(net, config, net.graph.input('pixels', [1, config.in_channels, side, side]));
    decoder(net, config, net.graph.input('latents', [1, config.latent_channels, 1, 1]));
  });
}

function weightsOf(build: (net: NetBuilder) => void): Value[] {
  const graph = new Graph();
  build(new NetBuilder(graph));
  return [...graph.weights.values()];
}
