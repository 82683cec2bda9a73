/** The graphs that draw: text encoder, U-Net and VAE, each for the sizes that are asked for. */
import { nameInTextEncoder } from '../adapters/adaptedNets.ts';
import type { LoraMix } from '../adapters/loraMix.ts';
import { Graph } from '../graph/graph.ts';
import { cast, scale } from '../graph/operators/index.ts';
import type { Precision } from '../graph/value.ts';
import { pixelsPerLatent, type TextEncoderConfig, type UNetConfig, type VaeConfig } from '../nets/configs.ts';
import { NetBuilder } from '../nets/layers.ts';
import type { Seamless } from '../nets/seamless.ts';
import { textEncoder } from '../nets/textEncoder.ts';
import { deepShape, unet, unetWithDeep } from '../nets/unet.ts';
import { decoder, encoder } from '../nets/vae.ts';
import { mixedFactors } from './loraInputs.ts';
import { declarePrompts, type PromptSizes } from './promptInputs.ts';
import { declareUNetInputs, type UNetSizes } from './unetInputs.ts';

/** What a mix adds to a net: which layers, at which ranks (`mixLoras`). */
export type MixedLayers = Pick<LoraMix, 'rank' | 'modules'>;

/**
 * Inputs `ids`; `rows` and `selection` where there are learnt rows; `theta` where there is a `lora` (with the names that
 * adapters use). Output `states` [batch, length, hidden_size].
 * @param prefix what the checkpoint puts before its text encoder's names
 */
export function promptGraph(
  precision: Precision,
  config: TextEncoderConfig,
  sizes: PromptSizes,
  prefix: string,
  lora: MixedLayers | null,
): Graph {
  const graph = new Graph(precision);
  const mix = lora && {
    ...lora,
    modules: lora.modules.map((module) => ({ ...module, name: nameInTextEncoder(module, prefix) })),
  };
  const net = new NetBuilder(graph, mixedFactors(graph, mix));
  const learnt = sizes.rows === 0 ? null : graph.input('rows', [sizes.rows, config.hidden_size]);
  const { ids, placed } = declarePrompts(graph, sizes, learnt);
  graph.output('states', textEncoder(net, config, ids, prefix, placed));
  return graph;
}

/** Inputs as `declareUNetInputs` says, and `theta` where there is a `lora`; output `prediction`. */
export function denoiserGraph(
  precision: Precision,
  config: UNetConfig,
  sizes: UNetSizes,
  lora: MixedLayers | null,
): Graph {
  const graph = new Graph(precision);
  const inputs = declareUNetInputs(graph, config, sizes);
  const net = new NetBuilder(graph, mixedFactors(graph, lora), sizes.seamless);
  graph.output('prediction', unet(net, config, inputs));
  return graph;
}

/**
 * Two ways to draw where steps share what the deep layers give: `keeping` puts that out too, as `deep`; `shallow` takes it
 * as an input in place of computing it.
 */
export type SharingWay = 'keeping' | 'shallow';

/** As `denoiserGraph`, with the output or the input `deep` (`deepShape`). */
export function sharingDenoiserGraph(
  precision: Precision,
  config: UNetConfig,
  sizes: UNetSizes,
  lora: MixedLayers | null,
  way: SharingWay,
): Graph {
  const graph = new Graph(precision);
  const inputs = declareUNetInputs(graph, config, sizes);
  const net = new NetBuilder(graph, mixedFactors(graph, lora), sizes.seamless);
  const cached = way === 'shallow' ? graph.input('deep', deepShape(config, inputs.sample.shape)) : null;
  const { prediction, deep } = unetWithDeep(net, config, inputs, cached);
  graph.output('prediction', prediction);
  if (way === 'keeping') graph.output('deep', cast(deep, 'float32'));
  return graph;
}

/** Input `pixels` [1, 3, size, size]; output `moments` [1, 2 · channels, h, w]. */
export function encoderGraph(
  precision: Precision,
  config: VaeConfig,
  size: number,
  seamless: Seamless | null = null,
): Graph {
  const graph = new Graph(precision);
  const net = new NetBuilder(graph, new Map(), seamless);
  graph.output('moments', encoder(net, config, graph.input('pixels', [1, 3, size, size])));
  return graph;
}

/** Input `latents` [1, channels, h, w] of a square image, scaled; output `pixels` [1, 3, size, size]. */
export function decoderGraph(
  precision: Precision,
  config: VaeConfig,
  size: number,
  seamless: Seamless | null = null,
): Graph {
  const graph = new Graph(precision);
  const side = size / pixelsPerLatent(config);
  const latents = graph.input('latents', [1, config.latent_channels, side, side]);
  graph.output(
    'pixels',
    decoder(new NetBuilder(graph, new Map(), seamless), config, scale(latents, 1 / config.scaling_factor)),
  );
  return graph;
}
