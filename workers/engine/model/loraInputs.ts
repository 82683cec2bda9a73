/** The flat vector of an adapter as graph values: which slice is which factor of which layer. */
import { type LoraModule, loraSize, loraSlices } from '../adapters/loraLayout.ts';
import { Graph } from '../graph/graph.ts';
import { reshape, slice } from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';
import { type UNetConfig, unetStride } from '../nets/configs.ts';
import { type LoraFactors, NetBuilder } from '../nets/layers.ts';
import { unet } from '../nets/unet.ts';
import { declareUNetInputs } from './unetInputs.ts';

/** The attention projections: what a DreamBooth LoRA adapts. */
const ATTENTION_PROJECTION = /\.attn[12]\.(to_q|to_k|to_v|to_out\.0)$/;

/** The layers of a U-Net that a LoRA adapts, in the order in which the net uses them. */
export function attentionModules(config: UNetConfig): LoraModule[] {
  const graph = new Graph();
  const net = new NetBuilder(graph);
  const side = unetStride(config);
  unet(net, config, declareUNetInputs(graph, config, { batch: 1, height: side, width: side, textLength: 1 }));
  return net.linears.filter(({ name }) => ATTENTION_PROJECTION.test(name));
}

/** θ [n] cut into A and B of every module. `scale` is alpha / rank, or null where it is folded into B. */
export function loraFactors(
  theta: Value,
  modules: readonly LoraModule[],
  rank: number,
  scale: number | null,
): Map<string, LoraFactors> {
  const slices = loraSlices(modules, rank);
  return new Map(
    modules.map(({ name, inFeatures, outFeatures }, i) => {
      const { aOffset, aLength, bOffset, bLength } = slices[i] as (typeof slices)[number];
      const factors: LoraFactors = {
        a: reshape(slice(theta, 0, aOffset, aOffset + aLength), [rank, inFeatures]),
        b: reshape(slice(theta, 0, bOffset, bOffset + bLength), [outFeatures, rank]),
        scale: scale === null || scale === 1 ? null : theta.graph.scalar(scale),
      };
      return [name, factors];
    }),
  );
}

/** Declares θ as a graph input. */
export function declareTheta(graph: Graph, modules: readonly LoraModule[], rank: number): Value {
  return graph.input('theta', [loraSize(modules, rank)]);
}
