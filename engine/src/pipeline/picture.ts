/** Pictures as the engine takes and gives them, and their numbers as the VAE sees them. */

/** RGBA, rows from the top, four bytes a pixel. */
export interface Picture {
  /** Pixels. */
  width: number;
  /** Pixels. */
  height: number;
  /** 4 · width · height bytes, as in an `ImageData`; alpha is 255 in what is drawn, and ignored in what is learnt from. */
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** The picture with left and right exchanged. */
export function mirrored({ width, height, rgba }: Picture): Picture {
  // A copy, for its alignment: four bytes at a time are one pixel.
  const pixels = new Uint32Array(rgba.slice().buffer);
  const turned = pixels.map((_, i) => pixels[i + width - 1 - 2 * (i % width)] as number);
  return { width, height, rgba: new Uint8ClampedArray(turned.buffer) };
}

/** Planar RGB [3, h, w] in −1…1; alpha is ignored. */
export function toPixels({ width, height, rgba }: Picture): Float32Array {
  const count = width * height;
  const pixels = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < 3; channel++) {
      pixels[channel * count + i] = (rgba[4 * i + channel] as number) / 127.5 - 1;
    }
  }
  return pixels;
}

/** The picture of planar RGB [3, h, w], −1…1, clamped and rounded as diffusers does. */
export function toPicture(pixels: Float32Array, width: number, height: number): Picture {
  const count = width * height;
  const rgba = new Uint8ClampedArray(4 * count);
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < 3; channel++) {
      // Uint8ClampedArray clamps to 0…255 and rounds half to even, as NumPy's round does.
      rgba[4 * i + channel] = ((pixels[channel * count + i] as number) / 2 + 0.5) * 255;
    }
    rgba[4 * i + 3] = 255;
  }
  return { width, height, rgba };
}
