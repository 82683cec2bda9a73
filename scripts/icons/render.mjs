/** The icons that systems show of an installed studio, from the one drawing. */
import sharp from 'sharp';

/**
 * @typedef {object} Icon
 * @property {string} file
 * @property {number} size pixels of a side
 * @property {number} share how much of a side the drawing takes; the rest is ground, which systems cut to shapes of their own
 */

/** The drawing's own ground. */
const GROUND = '#343a99';

/** The drawing's view is so many units wide. */
const VIEW = 32;

/** @type {readonly Icon[]} */
export const icons = [
  { file: 'icon-192.png', size: 192, share: 1 },
  { file: 'icon-512.png', size: 512, share: 1 },
  // Android keeps a circle of four fifths of a maskable icon's width.
  { file: 'maskable-512.png', size: 512, share: 0.8 },
  { file: 'apple-touch-icon.png', size: 180, share: 0.9 },
];

/** A PNG of the icon. @param {Buffer} drawing the SVG @param {Icon} icon */
export async function renderIcon(drawing, { size, share }) {
  const inner = Math.round(size * share);
  const drawn = await sharp(drawing, { density: (72 * inner) / VIEW })
    .resize(inner, inner)
    .png()
    .toBuffer();
  if (share === 1) return drawn;
  const ground = sharp({ create: { width: size, height: size, channels: 3, background: GROUND } });
  return ground
    .composite([{ input: drawn, gravity: 'centre' }])
    .png()
    .toBuffer();
}
