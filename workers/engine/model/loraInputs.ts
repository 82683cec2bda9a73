/** The flat vector of an adapter as graph values: which slice is which factor of which layer. */
import { TEXT_ENCODER_PREFIX } from '../adapters/adaptedNets.ts';
import { type LoraModule, loraSize, loraSlices } from '../adapters/loraLayout.ts';
import type { LoraMix } from '../adapters/loraMix.ts';
import { targetModules } from '../adapters/loraTargets.ts';
import { Graph } from '../graph/graph.ts';
import { reshape, slice } from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';
import { type TextEncoderConfig, type UNetConfig, unetStride } from '../nets/configs.ts';
import { type LoraFactors, NetBuilder } from '../nets/layers.ts';
import { textEncoder } from '../nets/textEncoder.ts';
import { unet } from '../nets/unet.ts';
import { declareUNetInputs } from './unetInputs.ts';

/** Every layer of a U-Net that a LoRA can adapt, in the order in which the net uses them. */
export function unetModules(config: UNetConfig): LoraModule[] {
  const graph = new Graph();
  const net = new NetBuilder(graph);
  const side = unetStride(config);
  unet(net, config, declareUNetInputs(graph, config, { batch: 1, height: side, width: side, textLength: 1 }));
  return net.layers;
}

/** The attention's layers of a U-Net, in the same order. */
export function attentionModules(config: UNetConfig): LoraModule[] {
  return targetModules(unetModules(config), ['attention']);
}

/** Every layer of a text encoder that a LoRA can adapt, in the order in which the net uses them. */
export function textEncoderModules(config: TextEncoderConfig): LoraModule[] {
  const graph = new Graph();
  const net = new NetBuilder(graph);
  textEncoder(net, config, graph.input('ids', [1, 1], 'int64'), '');
  return net.layers.map((layer) => ({ ...layer, name: `${TEXT_ENCODER_PREFIX}${layer.name}` }));
}

/**
 * θ [n] cut into A and B of every module. `rank` is that of the modules that have none of their own, `scale` that
 * of all: alpha / rank, or 1 where it is folded into B.
 */
export function loraFactors(
  theta: Value,
  modules: readonly LoraModule[],
  rank: number,
  scale: number,
): Map<string, LoraFactors> {
  return new Map(
    loraSlices(modules, rank).map(({ name, aOffset, aLength, aShape, bOffset, bLength, bShape }) => {
      const factors: LoraFactors = {
        a: reshape(slice(theta, 0, aOffset, aOffset + aLength), aShape),
        b: reshape(slice(theta, 0, bOffset, bOffset + bLength), bShape),
        scale,
      };
      return [name, factors];
    }),
  );
}

/** What adapters add to a net in a drawing graph: θ as its input `theta`, cut into factors; none where there is no mix. */
export function mixedFactors(graph: Graph, mix: Pick<LoraMix, 'rank' | 'modules'> | null): Map<string, LoraFactors> {
  if (mix === null) return new Map();
  return loraFactors(declareTheta(graph, mix.modules, mix.rank), mix.modules, mix.rank, 1);
}

/** What tells drawing graphs apart: which layers are adapted, each at which rank. */
export function mixKey(mix: LoraMix | null): string {
  if (mix === null) return 'plain';
  return mix.modules.map(({ name, rank = mix.rank }) => `${name}:${rank}`).join(' ');
}

/** Declares θ as a graph input. */
export function declareTheta(graph: Graph, modules: readonly LoraModule[], rank: number): Value {
  return graph.input('theta', [loraSize(modules, rank)]);
}
