/**
 * How the numbers of a LoRA (Hu et al. 2021) lie in its one flat vector θ: for each adapted linear
 * layer A [rank, inFeatures] and then B [outFeatures, rank], row-major, layers in the model's order.
 * The layer's output grows by (loraAlpha / rank) · B·A·x.
 */

/** Where random numbers come from: a TorchGenerator, or anything that draws likewise. */
export interface UniformSource {
  /** `size` uniform numbers in [from, to). */
  uniform(size: number, from: number, to: number): Float32Array;
}

/** One adapted linear layer. */
export interface LoraModule {
  /** Module path in the U-Net, as diffusers names it. */
  name: string;
  inFeatures: number;
  outFeatures: number;
}

/** A LoRA as the engine trains and draws with it. */
export interface LoraAdapter {
  /** Name of the model it was trained on. */
  baseModel: string;
  rank: number;
  /** The adapter's scale is loraAlpha / rank. */
  loraAlpha: number;
  modules: LoraModule[];
  /** All its numbers, laid out as `loraSlices` says. */
  theta: Float32Array<ArrayBuffer>;
}

/** Where one layer's A and B lie in θ, counted in numbers. */
export interface LoraSlice {
  name: string;
  aOffset: number;
  aLength: number;
  bOffset: number;
  bLength: number;
}

/** The length of θ. */
export function loraSize(modules: readonly LoraModule[], rank: number): number {
  return modules.reduce((size, { inFeatures, outFeatures }) => size + rank * (inFeatures + outFeatures), 0);
}

/** The slices of θ, one for each module in order. */
export function loraSlices(modules: readonly LoraModule[], rank: number): LoraSlice[] {
  let offset = 0;
  return modules.map(({ name, inFeatures, outFeatures }) => {
    const aLength = rank * inFeatures;
    const bLength = outFeatures * rank;
    const slice = { name, aOffset: offset, aLength, bOffset: offset + aLength, bLength };
    offset += aLength + bLength;
    return slice;
  });
}

/**
 * θ before training, as PEFT begins: A by Kaiming's uniform rule with a = √5 (He et al. 2015), that is
 * uniform within ±1/√inFeatures, B zero, so that the adapted model is at first the model itself.
 * A's numbers are drawn module by module, as torch.nn.init.kaiming_uniform_ draws them.
 */
export function initTheta(modules: readonly LoraModule[], rank: number, generator: UniformSource): Float32Array {
  const theta = new Float32Array(loraSize(modules, rank));
  const slices = loraSlices(modules, rank);
  for (const [i, { inFeatures }] of modules.entries()) {
    const { aOffset, aLength } = slices[i] as LoraSlice;
    const bound = 1 / Math.sqrt(inFeatures);
    theta.set(generator.uniform(aLength, -bound, bound), aOffset);
  }
  return theta;
}
