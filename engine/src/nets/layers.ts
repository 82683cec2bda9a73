/** Layers whose weights are found by their checkpoint names. */
import type { Graph } from '../graph/graph.ts';
import {
  add,
  type ConvolutionOptions,
  cast,
  convolution,
  gemm,
  groupNorm,
  layerNorm,
  scale,
} from '../graph/operators/index.ts';
import type { Value } from '../graph/value.ts';
import { meetEdges, type Seamless } from './seamless.ts';

/**
 * The two factors of one LoRA-adapted layer and the scale alpha / rank: A [rank, in] and B [out, rank], or
 * A [rank, in, k, k] and B [out, rank, 1, 1] of a convolution.
 */
export interface LoraFactors {
  a: Value;
  b: Value;
  /** 1 where it is folded into B. */
  scale: number;
}

/** A linear layer or a convolution as it was built. */
export interface AdaptableLayer {
  name: string;
  /** Channels of a convolution. */
  inFeatures: number;
  outFeatures: number;
  /** Side of a convolution's kernel; a linear layer has none. */
  kernel?: number;
}

/** Where a net is built: its graph, the adapters on its layers, and a record of those that can be adapted. */
export class NetBuilder {
  /** Every linear layer and convolution in the order it was built. */
  readonly layers: AdaptableLayer[] = [];

  constructor(
    readonly graph: Graph,
    private readonly lora: ReadonlyMap<string, LoraFactors> = new Map(),
    /** Which edges of what is drawn meet; null for none. */
    private readonly seamless: Seamless | null = null,
  ) {}

  /** A weight of the checkpoint by its name. */
  weight(name: string, shape: readonly number[]): Value {
    return this.graph.weight(name, shape);
  }

  /** What a net is given, float32, in the precision that its weights are in. */
  enter(x: Value): Value {
    return cast(x, this.graph.precision);
  }

  /**
   * x·Wᵀ + bias for x [n, in], plus scale · (x·Aᵀ)·Bᵀ where the layer is adapted
   * (LoRA, Hu et al., arXiv 2106.09685). Gives [n, outFeatures].
   */
  linear(x: Value, name: string, outFeatures: number, bias = true): Value {
    const inFeatures = x.shape[1] as number;
    this.layers.push({ name, inFeatures, outFeatures });
    const weight = this.weight(`${name}.weight`, [outFeatures, inFeatures]);
    const y = gemm(x, weight, bias ? this.weight(`${name}.bias`, [outFeatures]) : null, { transposeB: true });
    const factors = this.lora.get(name);
    if (!factors) return y;
    const low = gemm(x, this.enter(factors.a), null, { transposeB: true });
    return add(y, gemm(scale(low, factors.scale), this.enter(factors.b), null, { transposeB: true }));
  }

  /**
   * Convolution of x [b, c, h, w] with a square kernel; without options it keeps the size of a 3×3 or 1×1 kernel.
   * An adapted one adds scale · B∗(A∗x), A of the same stride and padding, B of 1×1.
   */
  convolution(x: Value, name: string, outChannels: number, kernel: 1 | 3, options?: ConvolutionOptions): Value {
    const inChannels = x.shape[1] as number;
    this.layers.push({ name, inFeatures: inChannels, outFeatures: outChannels, kernel });
    const border = (kernel - 1) / 2;
    const { padding = [border, border, border, border], ...others } = options ?? {};
    const [seen, left] = this.seamless ? meetEdges(x, padding, this.seamless) : [x, padding];
    const chosen: ConvolutionOptions = { ...others, padding: left };
    const weight = this.weight(`${name}.weight`, [outChannels, inChannels, kernel, kernel]);
    const y = convolution(seen, weight, this.weight(`${name}.bias`, [outChannels]), chosen);
    const factors = this.lora.get(name);
    if (!factors) return y;
    const low = convolution(seen, this.enter(factors.a), null, chosen);
    return add(y, convolution(scale(low, factors.scale), this.enter(factors.b), null));
  }

  /** Group normalisation of x [b, c, h, w]. */
  groupNorm(x: Value, name: string, groups: number, epsilon: number): Value {
    const channels = [x.shape[1] as number];
    return groupNorm(
      x,
      this.weight(`${name}.weight`, channels),
      this.weight(`${name}.bias`, channels),
      groups,
      epsilon,
    );
  }

  /** Layer normalisation of x over its last axis. */
  layerNorm(x: Value, name: string, epsilon: number): Value {
    const width = [x.shape.at(-1) as number];
    return layerNorm(x, this.weight(`${name}.weight`, width), this.weight(`${name}.bias`, width), epsilon);
  }
}
