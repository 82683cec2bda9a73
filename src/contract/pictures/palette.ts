/** The main colours of pictures, and how near other pictures are to them. */

/** Red, green and blue of sRGB, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

export interface PaletteColour {
  rgb: Rgb;
  /** Of what is shown, 0 to 1. */
  share: number;
}

export interface Palette {
  /** The largest share first. */
  colours: readonly PaletteColour[];
  /**
   * How far what is shown lies from a palette's colours: the mean over its points of ΔE2000 (CIE 142-2001; 1 is just seen side
   * by side, 10 at a glance) to the nearest one.
   */
  distance: number;
}

/** From where to where a picture's colours are pulled. */
export interface Pull {
  /** The picture's, as they were measured. */
  own: Palette;
  cloth: Palette;
}

/** e.g. `#a23b1c`. */
export function hexOf(rgb: Rgb): string {
  return `#${rgb.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
