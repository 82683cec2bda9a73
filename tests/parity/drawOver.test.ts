/** Pictures that are drawn over another one: against diffusers, and what a mask keeps to the bit. */
import { preparePipeline, type Subject, seededNoise, stepsTaken } from '@weft/engine';
import { expect, it } from 'vitest';
import { drawOver, openToDrawOver, pictureOf, readDrawOver } from './cases/drawOver.ts';
import { nodeLane } from './nodeLane.ts';
import { relativeError } from './relativeError.ts';
import { hold } from './rows.ts';

it('draws over a picture what diffusers draws', async () => {
  const rows = await drawOver(nodeLane);
  // Nine samplers, two models, three strengths, whole and in a part.
  expect(rows).toHaveLength(9 * 2 * 3 * 2);
  for (const row of rows) hold(row);
});

it('takes as many steps as diffusers takes', async () => {
  const reference = await readDrawOver(nodeLane);
  const [, parts = 0] = reference.get('taken').shape;
  const taken = reference.integers('taken');
  for (const [row, count] of reference.integers('counts').entries()) {
    for (let part = 1; part <= parts; part++) {
      const expected = taken[row * parts + part - 1] as number;
      if (expected === 0) expect(() => stepsTaken(count, part / parts)).toThrow(/none of/);
      else expect(stepsTaken(count, part / parts), `${count} steps at ${part / parts}`).toBe(expected);
    }
  }
});

const SUBJECT: Omit<Subject, 'size' | 'sampler'> = {
  prompt: 'a sks african fabric pattern',
  negativePrompt: 'blurry',
  guidanceScale: 7.5,
  samplingSteps: 10,
  adapters: [],
};

it('leaves to the bit what the mask keeps, and draws the rest anew', async () => {
  const reference = await readDrawOver(nodeLane);
  const model = await openToDrawOver(nodeLane, 'epsilon');
  const [picture, mask] = [pictureOf(reference, 'picture'), pictureOf(reference, 'mask')];
  const pipeline = await preparePipeline(model, {
    ...SUBJECT,
    size: model.nativeSize,
    sampler: 'ddim',
    over: { picture, strength: 0.75, mask },
  });
  expect(pipeline.steps).toBe(7);
  const steps: number[] = [];
  const job = { yieldNow: async () => {}, stopping: false };
  const drawn = await pipeline.generate(seededNoise(42, pipeline.latentCount), job, (step) => steps.push(step));
  expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7]);
  let anew = 0;
  for (let i = 0; i < mask.rgba.length; i += 4) {
    const [drawnPixel, pixel] = [drawn.rgba, picture.rgba].map((rgba) => [...rgba.subarray(i, i + 4)]);
    if ((mask.rgba[i] as number) < 128) expect(drawnPixel).toEqual(pixel);
    else if (String(drawnPixel) !== String(pixel)) anew++;
  }
  expect(anew).toBeGreaterThan((mask.width * mask.height) / 4);
  await model.release();
});

it('encodes a picture whose edges meet so that no place of it differs from any other', async () => {
  const model = await openToDrawOver(nodeLane, 'epsilon');
  const [size, side, step] = [model.nativeSize, model.latentSide(model.nativeSize), model.pixelsPerLatent];
  const pixels = Float32Array.from({ length: 3 * size * size }, (_, i) => Math.sin(0.3 * (i + 1)));
  const both = { across: true, down: true };
  const moments = await model.encodePixels(pixels, size, both);
  const there = await model.encodePixels(moved(pixels, size, 2 * step, 3 * step), size, both);
  expect(relativeError(there, moved(moments, side, 2, 3))).toBeLessThan(1e-5);
  const cut = await model.encodePixels(moved(pixels, size, 2 * step, 3 * step), size);
  expect(relativeError(cut, moved(moments, side, 2, 3))).toBeGreaterThan(1e-3);
  await model.release();
});

/** [channels, side, side] moved to the right and down, what leaves coming in again. */
function moved(x: Float32Array, side: number, right: number, down: number): Float32Array {
  return Float32Array.from(x, (_, i) => {
    const [column, row, channel] = [i % side, Math.floor(i / side) % side, Math.floor(i / side / side)];
    return x[(channel * side + ((row - down + side) % side)) * side + ((column - right + side) % side)] as number;
  });
}

it('refuses pictures and masks that it cannot draw with', async () => {
  const reference = await readDrawOver(nodeLane);
  const model = await openToDrawOver(nodeLane, 'epsilon');
  const picture = pictureOf(reference, 'picture');
  const small = { width: 2, height: 2, rgba: new Uint8ClampedArray(16) };
  const black = { ...picture, rgba: new Uint8ClampedArray(picture.rgba.length) };
  const prepare = (over: Subject['over']) =>
    preparePipeline(model, { ...SUBJECT, size: model.nativeSize, sampler: 'ddim', over: over ?? null });
  await expect(prepare({ picture: small, strength: 0.5 })).rejects.toThrow(/2 × 2 pixels/);
  await expect(prepare({ picture, strength: 0.5, mask: small })).rejects.toThrow(/mask has 2 × 2/);
  await expect(prepare({ picture, strength: 0.5, mask: black })).rejects.toThrow(/nothing to draw/);
  await expect(prepare({ picture, strength: 0.05 })).rejects.toThrow(/none of 10/);
  await expect(prepare({ picture, strength: 0 })).rejects.toThrow(/strength of 0/);
  await expect(prepare({ picture, strength: 1.2 })).rejects.toThrow(/strength of 1.2/);
  await model.release();
});
