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

/** Numbers in one input at most: half of what every WebGPU adapter binds as one buffer. An LCM-LoRA's θ has 270 MB. */
const MOST_NUMBERS = (64 * 2 ** 20) / Float32Array.BYTES_PER_ELEMENT;

/** A part of θ that is a graph input of its own: whole modules, one after the other. */
interface ThetaPart {
  name: string;
  modules: LoraModule[];
  /** Its place in θ, in numbers. */
  from: number;
  to: number;
}

/** θ of a mix as drawing graphs take it, cut where modules end so that no part is too large to be bound. */
export function thetaParts({ rank, modules }: Pick<LoraMix, 'rank' | 'modules'>, most = MOST_NUMBERS): ThetaPart[] {
  const parts: ThetaPart[] = [];
  let at = 0;
  for (const module of modules) {
    const size = loraSize([module], rank);
    const last = parts.at(-1);
    if (last && last.to - last.from + size <= most) {
      last.modules.push(module);
      last.to += size;
    } else {
      parts.push({ name: `theta${parts.length}`, modules: [module], from: at, to: at + size });
    }
    at += size;
  }
  return parts;
}

/** What adapters add to a net in a drawing graph: θ as inputs, a `thetaPart` each, cut into factors; none where there is no mix. */
export function mixedFactors(graph: Graph, mix: Pick<LoraMix, 'rank' | 'modules'> | null): Map<string, LoraFactors> {
  if (mix === null) return new Map();
  const factors = thetaParts(mix).flatMap(({ name, modules, from, to }) => [
    ...loraFactors(graph.input(name, [to - from]), modules, mix.rank, 1),
  ]);
  return new Map(factors);
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
