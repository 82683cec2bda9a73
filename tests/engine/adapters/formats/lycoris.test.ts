/**
 * LyCORIS' kinds of adapter and DoRA become products of factors that add what their own libraries add, but for rounding:
 * the differences are those of single-precision weights.
 */
import { readFileSync } from 'node:fs';
import { type LoraModule, layersToMerge, parseSafetensors, readLora } from '@weft/engine';
import { type LoraAdapter, loraSlices, toFloat32 } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

const LAYERS: Readonly<Record<string, LoraModule>> = {
  lora_unet_mid_block_attentions_0_transformer_blocks_0_attn1_to_q: {
    name: 'mid_block.attentions.0.transformer_blocks.0.attn1.to_q',
    inFeatures: 12,
    outFeatures: 10,
  },
  lora_unet_conv_in: { name: 'conv_in', inFeatures: 6, outFeatures: 8, kernel: 3 },
};
const available = Object.values(LAYERS);

const fixture = (name: string) =>
  parseSafetensors(
    new Uint8Array(readFileSync(new URL(`../../../fixtures/lycoris/${name}.safetensors`, import.meta.url))),
  );
const expected = fixture('expected').tensors;
const numbers = (name: string) => {
  const tensor = expected.get(name);
  return tensor ? toFloat32(tensor) : null;
};
const baseWeights = new Map(
  Object.entries(LAYERS).map(([name, module]) => [module.name, numbers(`base ${name}`) as Float32Array]),
);

/** What an adapter adds to each of its layers, [outFeatures, fanIn]. */
function differences({ modules, rank, loraAlpha, theta }: LoraAdapter): Map<string, Float32Array> {
  return new Map(
    loraSlices(modules, rank).map(({ name, aOffset, bOffset, aLength, bLength }, index) => {
      const { outFeatures, rank: r = rank, loraAlpha: alpha = loraAlpha } = modules[index] as LoraModule;
      const [a, b] = [theta.subarray(aOffset, aOffset + aLength), theta.subarray(bOffset, bOffset + bLength)];
      const columns = aLength / r;
      const delta = new Float32Array(outFeatures * columns);
      for (let row = 0; row < outFeatures; row++) {
        for (let column = 0; column < columns; column++) {
          let sum = 0;
          for (let k = 0; k < r; k++) sum += (b[row * r + k] as number) * (a[k * columns + column] as number);
          delta[row * columns + column] = (sum * alpha) / r;
        }
      }
      return [name, delta];
    }),
  );
}

describe('an adapter of the kind', () => {
  it.each([
    'locon',
    'locon-tucker',
    'dora',
    'dora-inputs',
    'loha',
    'loha-wide',
    'loha-tucker',
    'loha-dora',
    'lokr',
    'lokr-both',
    'lokr-full',
    'lokr-tucker',
  ])('%s adds to each layer what LyCORIS adds', (kind) => {
    const { adapter } = readLora(fixture(kind), available, { baseWeights });
    expect(adapter.modules).toHaveLength(available.length);
    requireAlike(kind, adapter);
  });

  it('full difference adds what LyCORIS adds, without what it adds to biases', () => {
    const file = fixture('full');
    expect(() => readLora(file, available)).toThrow(/diff_b/);
    const { adapter, leftOut } = readLora(file, available, { leaveOutUnknown: true });
    expect(leftOut).toHaveLength(2);
    requireAlike('full', adapter);
  });

  it('DoRA adds what PEFT adds', () => {
    const peftConfig = { peft_type: 'LORA', r: 3, lora_alpha: 2, use_dora: true };
    const { adapter } = readLora(fixture('peft-dora'), available, { peftConfig, baseWeights });
    requireAlike('peft-dora', adapter);
  });

  function requireAlike(kind: string, adapter: LoraAdapter): void {
    const found = differences(adapter);
    let compared = 0;
    for (const [name, { name: module }] of Object.entries(LAYERS)) {
      const wanted = numbers(`${kind} ${name}`);
      if (!wanted) continue;
      const own = found.get(module) as Float32Array;
      const error = Math.max(...wanted.map((value, at) => Math.abs(value - (own[at] as number))));
      expect(error / Math.max(...wanted.map(Math.abs))).toBeLessThan(1e-5);
      compared += 1;
    }
    expect(compared).toBe(adapter.modules.length);
  }
});

describe('a DoRA', () => {
  it('says which layers of the model it needs', () => {
    expect(layersToMerge(fixture('dora'), available).map(({ name }) => name)).toEqual(
      available.map(({ name }) => name),
    );
    expect(layersToMerge(fixture('loha'), available)).toEqual([]);
  });

  it('without them, or without its magnitudes, is refused', () => {
    expect(() => readLora(fixture('dora'), available)).toThrow(/needs the model's own weights/);
    const file = fixture('peft-dora');
    for (const name of file.tensors.keys()) if (name.includes('magnitude')) file.tensors.delete(name);
    const peftConfig = { r: 3, lora_alpha: 2, use_dora: true };
    expect(() => readLora(file, available, { peftConfig, baseWeights })).toThrow(/use_dora/);
  });
});

describe('parts', () => {
  it.each([
    ['loha', /hada_w2_b/, /lacks a part of the LoHa/],
    ['lokr', /lokr_w1$/, /lacks a part of the LoKr/],
    ['locon', /lora_up/, /lacks one of the two factors/],
  ])('missing of a %s are told', (kind, part, message) => {
    const file = fixture(kind);
    for (const name of file.tensors.keys()) if (part.test(name)) file.tensors.delete(name);
    expect(() => readLora(file, available)).toThrow(message);
  });

  it('of another size are told', () => {
    const narrow = available.map((module) => ({ ...module, inFeatures: module.inFeatures - 1 }));
    for (const kind of ['loha', 'lokr', 'locon', 'loha-tucker']) {
      expect(() => readLora(fixture(kind), narrow)).toThrow(/where this model's layer/);
    }
  });
});
