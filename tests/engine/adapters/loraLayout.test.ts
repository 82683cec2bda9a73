import { initTheta, type LoraSlice, loraScale, loraSize, loraSlices, TorchGenerator } from '@weft/engine/internal';
import { describe, expect, it } from 'vitest';

const modules = [
  { name: 'attn1.to_q', inFeatures: 3, outFeatures: 5 },
  { name: 'attn2.to_k', inFeatures: 16, outFeatures: 4 },
];

describe('LoRA layout', () => {
  it('lays A then B, module after module, without gap or overlap', () => {
    expect(loraSlices(modules, 2)).toEqual([
      { name: 'attn1.to_q', aOffset: 0, aLength: 6, aShape: [2, 3], bOffset: 6, bLength: 10, bShape: [5, 2] },
      { name: 'attn2.to_k', aOffset: 16, aLength: 32, aShape: [2, 16], bOffset: 48, bLength: 8, bShape: [4, 2] },
    ]);
    expect(loraSize(modules, 2)).toBe(56);
    expect(loraSize([], 4)).toBe(0);
  });

  it('gives convolutions kernels, and modules their own rank and alpha', () => {
    const mixed = [
      { name: 'conv1', inFeatures: 2, outFeatures: 3, kernel: 3, rank: 1, loraAlpha: 5 },
      { name: 'proj_in', inFeatures: 2, outFeatures: 2, kernel: 1 },
    ];
    expect(loraSlices(mixed, 2)).toEqual([
      { name: 'conv1', aOffset: 0, aLength: 18, aShape: [1, 2, 3, 3], bOffset: 18, bLength: 3, bShape: [3, 1, 1, 1] },
      { name: 'proj_in', aOffset: 21, aLength: 4, aShape: [2, 2, 1, 1], bOffset: 25, bLength: 4, bShape: [2, 2, 1, 1] },
    ]);
    expect(loraSize(mixed, 2)).toBe(29);
    expect(mixed.map((module) => loraScale({ rank: 2, loraAlpha: 6 }, module))).toEqual([5, 3]);
    // Kaiming's bound of 18 numbers that go in.
    const theta = initTheta(mixed, 2, new TorchGenerator(1));
    expect(Math.max(...theta.subarray(0, 18).map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(18));
  });

  it("begins with PyTorch's Kaiming numbers in A and zeros in B", () => {
    const theta = initTheta(modules, 2, new TorchGenerator(42));
    // torch.nn.init.kaiming_uniform_(a=5 ** 0.5) on [2, 3], then [2, 16], from one generator with seed 42.
    expect([...theta.subarray(0, 6)]).toEqual([
      0.4414065182209015, 0.47920528054237366, -0.1352572739124298, 0.5303604602813721, -0.1264995038509369,
      0.11650390923023224,
    ]);
    expect([...theta.subarray(16, 19)]).toEqual([-0.12171375751495361, 0.14682066440582275, 0.22038573026657104]);
    const [first, second] = loraSlices(modules, 2) as [LoraSlice, LoraSlice];
    for (const { bOffset, bLength } of [first, second]) {
      expect([...theta.subarray(bOffset, bOffset + bLength)].every((value) => value === 0)).toBe(true);
    }
    const secondA = theta.subarray(second.aOffset, second.aOffset + second.aLength);
    expect(Math.max(...secondA.map(Math.abs))).toBeLessThanOrEqual(1 / 4);
    expect(Math.max(...secondA.map(Math.abs))).toBeGreaterThan(0.2);
  });
});
