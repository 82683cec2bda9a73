/** LoRAs with random factors that are strong enough to be seen. */
import type { LoraModule } from '@weft/engine';
import { type LoraAdapter, loraScale, loraSize, loraSlices, TorchGenerator } from '@weft/engine/internal';

/** What the product adds to a weight, over what PyTorch starts a weight with. */
const STRENGTH = 0.3;

/** A by Kaiming's rule as in training; B so large that B·A is STRENGTH times as large as such a weight. */
export function strongLora(settings: Pick<LoraAdapter, 'rank' | 'loraAlpha' | 'modules'>, seed: number): LoraAdapter {
  const { modules, rank } = settings;
  const generator = new TorchGenerator(seed);
  const theta = new Float32Array(loraSize(modules, rank));
  for (const [i, { aOffset, aLength, aShape, bOffset, bLength }] of loraSlices(modules, rank).entries()) {
    const [ownRank = 1] = aShape;
    const bound = Math.sqrt(ownRank / aLength);
    theta.set(generator.uniform(aLength, -bound, bound), aOffset);
    const size = STRENGTH / loraScale(settings, modules[i] as LoraModule) / Math.sqrt(ownRank);
    theta.set(
      generator.randn(bLength).map((value) => size * value),
      bOffset,
    );
  }
  return { baseModel: 'weft-starter', ...settings, theta };
}
