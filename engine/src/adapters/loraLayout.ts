/**
 * How the numbers of a LoRA (Hu et al., arXiv 2106.09685) lie in its one flat vector θ: for each adapted layer
 * A and then B, row-major, layer after layer. A linear layer has A [rank, inFeatures] and B [outFeatures, rank];
 * its output grows by (loraAlpha / rank) · B·A·x. A convolution has A [rank, inFeatures, kernel, kernel], which is a
 * convolution of the same stride and padding, and B [outFeatures, rank, 1, 1].
 */

/** Where random numbers come from: a TorchGenerator, or anything that draws likewise. */
export interface UniformSource {
  /** `size` uniform numbers in [from, to). */
  uniform(size: number, from: number, to: number): Float32Array;
}

/** One layer that a LoRA adapts, or may adapt: a linear layer, or a convolution with a square kernel. */
export interface LoraModule {
  /** Module path in the U-Net, as diffusers names it; the text encoder's begin with `text_encoder.`. */
  name: string;
  /** Numbers that go in for each position; channels, where the layer is a convolution. */
  inFeatures: number;
  /** Numbers, or channels, that come out. */
  outFeatures: number;
  /** Side of a convolution's square kernel; a linear layer has none. */
  kernel?: number | undefined;
  /** The layer's own rank, where it is not the adapter's. */
  rank?: number | undefined;
  /** The layer's own alpha, where it is not the adapter's. */
  loraAlpha?: number | undefined;
}

/**
 * A LoRA (Hu et al., arXiv 2106.09685) as the engine trains and draws with it: the output of each of its layers grows by
 * (loraAlpha / rank) · B·A·x.
 */
export interface LoraAdapter {
  /** Name of the model it was trained on. */
  baseModel: string;
  /** Rows of A and columns of B, 1 or more, of the modules that have none of their own. */
  rank: number;
  /** The adapter's scale is loraAlpha / rank; above 0. */
  loraAlpha: number;
  /** The layers that it changes. */
  modules: LoraModule[];
  /**
   * All its numbers: for each module in order A [rank, inFeatures] and then B [outFeatures, rank], row-major; a
   * convolution's A is [rank, inFeatures, kernel, kernel].
   */
  theta: Float32Array<ArrayBuffer>;
}

/** Where one layer's A and B lie in θ, counted in numbers, and what shapes they have. */
export interface LoraSlice {
  name: string;
  aOffset: number;
  aLength: number;
  aShape: number[];
  bOffset: number;
  bLength: number;
  bShape: number[];
}

/** How strongly a layer's product acts: its alpha over its rank. */
export function loraScale({ rank, loraAlpha }: Pick<LoraAdapter, 'rank' | 'loraAlpha'>, module: LoraModule): number {
  return (module.loraAlpha ?? loraAlpha) / (module.rank ?? rank);
}

/** The length of θ. `rank` is that of the modules that have none of their own. */
export function loraSize(modules: readonly LoraModule[], rank: number): number {
  return modules.reduce((size, module) => size + (module.rank ?? rank) * (fanIn(module) + module.outFeatures), 0);
}

/** The slices of θ, one for each module in order. `rank` is that of the modules that have none of their own. */
export function loraSlices(modules: readonly LoraModule[], rank: number): LoraSlice[] {
  let offset = 0;
  return modules.map((module) => {
    const { name, inFeatures, outFeatures, kernel } = module;
    const own = module.rank ?? rank;
    const aLength = own * fanIn(module);
    const bLength = outFeatures * own;
    const slice = {
      name,
      aOffset: offset,
      aLength,
      aShape: kernel === undefined ? [own, inFeatures] : [own, inFeatures, kernel, kernel],
      bOffset: offset + aLength,
      bLength,
      bShape: kernel === undefined ? [outFeatures, own] : [outFeatures, own, 1, 1],
    };
    offset += aLength + bLength;
    return slice;
  });
}

/**
 * θ before training, as PEFT begins: A by Kaiming's uniform rule with a = √5 (He et al. 2015), that is
 * uniform within ±1/√(numbers that go into one output), B zero, so that the adapted model is at first the model itself.
 * A's numbers are drawn module by module, as torch.nn.init.kaiming_uniform_ draws them.
 */
export function initTheta(modules: readonly LoraModule[], rank: number, generator: UniformSource): Float32Array {
  const theta = new Float32Array(loraSize(modules, rank));
  for (const [i, { aOffset, aLength }] of loraSlices(modules, rank).entries()) {
    const bound = 1 / Math.sqrt(fanIn(modules[i] as LoraModule));
    theta.set(generator.uniform(aLength, -bound, bound), aOffset);
  }
  return theta;
}

/** Numbers of the input that go into one number of A·x. */
export function fanIn({ inFeatures, kernel = 1 }: LoraModule): number {
  return inFeatures * kernel * kernel;
}
