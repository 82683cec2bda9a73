/** Kept frames come back to the last bit, and damaged ones are refused. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packFrame, unpackFrame } from '../../../workers/film/packFrame.ts';

const opaque = (values: Uint8Array, width: number, height: number) => ({
  width,
  height,
  rgba: Uint8ClampedArray.from({ length: 4 * width * height }, (_, i) => (i % 4 === 3 ? 255 : (values[i] ?? 0))),
});

describe('packed frames', () => {
  it('come back as they were, whatever their colours and sides', async () => {
    const frame = fc
      .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.uint8Array({ maxLength: 324 }))
      .map(([width, height, values]) => opaque(values, width, height));
    await fc.assert(
      fc.asyncProperty(frame, async (picture) => {
        const { width, height } = picture;
        expect(await unpackFrame(await packFrame(picture), width, height)).toEqual(picture);
      }),
    );
  });

  it('are much smaller than their pixels where neighbours are alike', async () => {
    const smooth = opaque(
      Uint8Array.from({ length: 4 * 64 * 64 }, (_, i) => Math.floor(i / 256) + (i % 256) / 4),
      64,
      64,
    );
    expect((await packFrame(smooth)).byteLength).toBeLessThan(smooth.rgba.length / 20);
  });

  it('are refused where they are cut off or of another size', async () => {
    const packed = await packFrame(opaque(new Uint8Array(0), 4, 4));
    await expect(unpackFrame(packed, 4, 5)).rejects.toMatchObject({ info: { code: 'image-damaged' } });
    await expect(unpackFrame(packed.slice(0, 2), 4, 4)).rejects.toMatchObject({ info: { code: 'image-damaged' } });
    await expect(unpackFrame(new ArrayBuffer(0), 4, 4)).rejects.toMatchObject({ info: { code: 'image-damaged' } });
  });
});
