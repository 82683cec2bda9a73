/** Names and shapes of every weight of each net, as the engine's own graphs ask for them. */
import { Graph } from '../../workers/engine/graph/graph.ts';
import type { Value } from '../../workers/engine/graph/value.ts';
import { declareUNetInputs } from '../../workers/engine/model/unetInputs.ts';
import { decoder, encoder } from '../../workers/engine/nets/autoencoder.ts';
import {
  AutoencoderConfig,
  parseConfig,
  pixelsPerLatent,
  TextEncoderConfig,
  UNetConfig,
  unetStride,
} from '../../workers/engine/nets/configs.ts';
import { NetBuilder } from '../../workers/engine/nets/layers.ts';
import { textEncoder } from '../../workers/engine/nets/textEncoder.ts';
import { unet } from '../../workers/engine/nets/unet.ts';
import type { Family } from './families.ts';

/** One net's weights, and the file that a folder in diffusers' layout has them in. */
export interface NetFile {
  path: string;
  weights: Value[];
}

/** The three nets' weights. Sizes of inputs don't matter for them, so the graphs are as small as they can be. */
export function netFiles(family: Family): NetFile[] {
  const text = parseConfig(TextEncoderConfig, family.text_encoder, 'text_encoder/config.json');
  const noise = parseConfig(UNetConfig, family.unet, 'unet/config.json');
  const autoencoder = parseConfig(AutoencoderConfig, family.vae, 'vae/config.json');
  const weightsOf = (build: (net: NetBuilder) => unknown) => {
    const graph = new Graph();
    build(new NetBuilder(graph));
    return [...graph.weights.values()];
  };
  const side = unetStride(noise);
  const pixels = pixelsPerLatent(autoencoder);
  return [
    {
      path: 'text_encoder/model.safetensors',
      weights: weightsOf((net) => textEncoder(net, text, net.graph.input('ids', [1, 1], 'int64'))),
    },
    {
      path: 'unet/diffusion_pytorch_model.safetensors',
      weights: weightsOf((net) =>
        unet(net, noise, declareUNetInputs(net.graph, noise, { batch: 1, height: side, width: side, textLength: 1 })),
      ),
    },
    {
      path: 'vae/diffusion_pytorch_model.safetensors',
      weights: weightsOf((net) => {
        encoder(net, autoencoder, net.graph.input('pixels', [1, autoencoder.in_channels, pixels, pixels]));
        decoder(net, autoencoder, net.graph.input('latents', [1, autoencoder.latent_channels, 1, 1]));
      }),
    },
  ];
}
