/** The main colours of pictures, how near others are to them, and pulling: on pictures whose colours are known. */
import { describe, expect, it } from 'vitest';
import type { Picture } from '../../../src/contract/drawing.ts';
import { hexOf, type Rgb } from '../../../src/contract/pictures/palette.ts';
import { deltaE, labOf, rgbOf } from '../../../workers/images/colours/lab.ts';
import { coloursBeside, mainColours } from '../../../workers/images/colours/mainColours.ts';
import { pullColours } from '../../../workers/images/colours/pullColours.ts';

const INDIGO: Rgb = [38, 50, 110];
const OCHRE: Rgb = [204, 138, 42];
const CREAM: Rgb = [244, 236, 214];
const GREEN: Rgb = [20, 160, 60];
const SIDE = 48;

/** A picture whose points are told by their places. */
function picture(colourAt: (x: number, y: number) => Rgb): Picture {
  const rgba = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) rgba.set([...colourAt(x, y), 255], 4 * (y * SIDE + x));
  }
  return { width: SIDE, height: SIDE, rgba };
}

/** Stripes of the colours, with a little of light and shade. */
const striped = (...colours: readonly Rgb[]) =>
  picture((x, y) => {
    const colour = colours[Math.floor((x * colours.length) / SIDE)] ?? INDIGO;
    const shade = ((x * 7 + y * 13) % 9) - 4;
    const at = (channel: number) => Math.min(255, Math.max(0, channel + shade));
    return [at(colour[0]), at(colour[1]), at(colour[2])];
  });

const farFrom = (colour: Rgb, wanted: Rgb) => deltaE(labOf(colour), labOf(wanted));

describe('distances of colours', () => {
  // Three of the pairs by which implementations are checked (Sharma, Wu and Dalal, 2005, table 1).
  it.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)('is ΔE2000', (one, other, wanted) => {
    expect(deltaE(one, other)).toBeCloseTo(wanted, 4);
  });

  it('takes colours to L*a*b* and back', () => {
    for (const colour of [INDIGO, OCHRE, CREAM, [0, 0, 0], [255, 255, 255]] as const)
      expect(rgbOf(labOf(colour))).toEqual([...colour]);
    expect(labOf([255, 255, 255])[0]).toBeCloseTo(100, 3);
  });
});

describe('main colours', () => {
  it('are those of the cloth with their shares, whatever its light and shade', () => {
    const { colours, distance } = mainColours([striped(INDIGO, INDIGO, OCHRE), striped(INDIGO, CREAM, INDIGO)]);
    expect(colours).toHaveLength(3);
    const [first, ...others] = colours;
    expect(farFrom(first?.rgb ?? CREAM, INDIGO)).toBeLessThan(2);
    expect(first?.share).toBeCloseTo(2 / 3, 1);
    for (const wanted of [OCHRE, CREAM]) {
      const found = others.find(({ rgb }) => farFrom(rgb, wanted) < 2);
      expect(found?.share).toBeCloseTo(1 / 6, 1);
    }
    expect(distance).toBeLessThan(3);
  });

  it('are one for a plain cloth, none for no picture, and at most eight', () => {
    expect(mainColours([picture(() => OCHRE)])).toEqual({
      colours: [{ rgb: [...OCHRE], share: 1 }],
      distance: expect.any(Number),
    });
    expect(mainColours([])).toEqual({ colours: [], distance: 0 });
    const many = mainColours([picture((x, y) => [x * 5, y * 5, (x * y) % 256])]);
    expect(many.colours.length).toBeGreaterThan(4);
    expect(many.colours.length).toBeLessThanOrEqual(8);
    expect(many.colours.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
  });

  it('are the same each time', () => {
    const cloth = striped(INDIGO, OCHRE, CREAM, GREEN);
    expect(mainColours([cloth])).toEqual(mainColours([cloth]));
  });

  it('lie near for the same colours in another order, and far for others', () => {
    const cloth = mainColours([striped(INDIGO, OCHRE, CREAM)]);
    expect(coloursBeside(striped(CREAM, INDIGO, OCHRE), cloth).distance).toBeLessThan(3);
    expect(coloursBeside(striped(CREAM, GREEN, OCHRE), cloth).distance).toBeGreaterThan(10);
  });
});

describe('pulling colours', () => {
  const astray = striped([60, 80, 120], [190, 150, 70], GREEN);
  const cloth = mainColours([striped(INDIGO, OCHRE, CREAM)]);
  const own = mainColours([astray]);
  const pulled = (strength: number) => pullColours(astray, own, cloth, strength);

  it('brings what went astray onto the cloth’s colours, and leaves what is not the cloth’s', () => {
    const { colours } = mainColours([pulled(1)]);
    for (const wanted of [INDIGO, OCHRE]) expect(colours.some(({ rgb }) => farFrom(rgb, wanted) < 3)).toBe(true);
    expect(colours.some(({ rgb }) => farFrom(rgb, GREEN) < 3)).toBe(true);
    expect(coloursBeside(pulled(1), cloth).distance).toBeLessThan(coloursBeside(astray, cloth).distance - 3);
  });

  it('goes as far as it is asked to, and not at all for nothing', () => {
    const [none, half, all] = [0, 0.5, 1].map((strength) => coloursBeside(pulled(strength), cloth).distance);
    expect(half).toBeLessThan(none ?? 0);
    expect(all).toBeLessThan(half ?? 0);
    expect(pulled(0).rgba).toEqual(astray.rgba);
    expect(pullColours(astray, own, { colours: [], distance: 0 }, 1).rgba).toEqual(astray.rgba);
  });

  it('leaves the picture that was given, its size and what is opaque', () => {
    const before = astray.rgba.slice();
    const after = pulled(1);
    expect(astray.rgba).toEqual(before);
    expect([after.width, after.height]).toEqual([SIDE, SIDE]);
    expect(after.rgba.filter((_, index) => index % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
  });
});

it('writes a colour as it is typed elsewhere', () => {
  expect(hexOf([162, 59, 28])).toBe('#a23b1c');
  expect(hexOf([0, 5, 255])).toBe('#0005ff');
});
