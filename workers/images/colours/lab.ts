/** Colours as people see their distances: CIE L*a*b* under D65, and ΔE2000 in it. */
import {
  differenceCiede2000,
  type Lab65,
  modeLab65,
  modeLrgb,
  modeRgb,
  modeXyz65,
  useMode as withMode,
} from 'culori/fn';
import type { Rgb } from '../../../src/contract/pictures/palette.ts';

export type Lab = readonly [lightness: number, greenToRed: number, blueToYellow: number];

const toRgb = withMode(modeRgb);
withMode(modeLrgb);
withMode(modeXyz65);
const toLab = withMode(modeLab65);
const difference = differenceCiede2000();

const asLab65 = ([l, a, b]: Lab): Lab65 => ({ mode: 'lab65', l, a, b });
const asByte = (channel: number) => Math.min(255, Math.max(0, Math.round(channel * 255)));

export function labOf([red, green, blue]: Rgb): Lab {
  const { l, a, b } = toLab({ mode: 'rgb', r: red / 255, g: green / 255, b: blue / 255 });
  return [l, a, b];
}

/** The nearest that sRGB has, channel by channel. */
export function rgbOf(lab: Lab): Rgb {
  const { r, g, b } = toRgb(asLab65(lab));
  return [asByte(r), asByte(g), asByte(b)];
}

/** ΔE2000 (Sharma, Wu and Dalal, 2005), 0 to some 100. */
export const deltaE = (one: Lab, other: Lab): number => difference(asLab65(one), asLab65(other));

/** The colour of a list that is nearest. @returns its place, and ΔE2000 to it; infinite where the list is empty */
export function nearest(lab: Lab, colours: readonly Lab[]): { place: number; distance: number } {
  let [place, distance] = [-1, Number.POSITIVE_INFINITY];
  for (const [index, colour] of colours.entries()) {
    const far = deltaE(lab, colour);
    if (far < distance) [place, distance] = [index, far];
  }
  return { place, distance };
}
