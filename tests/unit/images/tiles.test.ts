/** Tiles: how seams are measured, where tiles lie in each repeat, and the size in print that a PNG says. */
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { printText, seamsText } from '../../../src/features/create/tile/tileText.ts';
import { withResolution } from '../../../workers/images/png/physicalSize.ts';
import { tileBands } from '../../../workers/images/tiles/tileBands.ts';
import { tileSeams } from '../../../workers/images/tiles/tileSeams.ts';

const SIDE = 32;

function pictureOf(lightness: (x: number, y: number) => number) {
  const rgba = new Uint8ClampedArray(4 * SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) rgba.fill(lightness(x, y), 4 * (y * SIDE + x), 4 * (y * SIDE + x) + 4);
  }
  return { width: SIDE, height: SIDE, rgba };
}

const wave = (place: number) => 128 + 100 * Math.sin((2 * Math.PI * place) / SIDE);

describe('seams', () => {
  it('are none where a wave goes on over the edge', () => {
    const { across, down } = tileSeams(pictureOf((x, y) => (wave(x) + wave(y)) / 2));
    expect(across).toBeLessThanOrEqual(1.1);
    expect(down).toBeLessThanOrEqual(1.1);
    expect(tileSeams(pictureOf(() => 77))).toEqual({ across: 0, down: 0 });
  });

  it('are told for each pair of edges', () => {
    const { across, down } = tileSeams(pictureOf((x, y) => 6 * x + wave(y) / 8));
    // From 186 to 0 in one line, where neighbours differ by 6.
    expect(across).toBeCloseTo(31, 0);
    expect(down).toBeLessThanOrEqual(1.1);
    expect(seamsText({ across, down }, 'straight', 'none')).toMatch(
      /seam between left and right\..*“Seamless tile: On all sides”/,
    );
    expect(seamsText({ across: 0.9, down: 1.1 }, 'brick', 'brick')).toMatch(/^It repeats without a seam/);
  });
});

it('seams of a half-drop and of a brick are those of tiles moved by half', () => {
  // A diagonal that enters at the left half a tile below where it left at the right.
  const drop = pictureOf((x, y) => wave(y + x / 2));
  expect(tileSeams(drop).across).toBeGreaterThan(5);
  expect(tileSeams(drop, 'half-drop').across).toBeLessThanOrEqual(1.1);
  const brick = pictureOf((x, y) => wave(x + y / 2));
  expect(tileSeams(brick).down).toBeGreaterThan(5);
  expect(tileSeams(brick, 'brick').down).toBeLessThanOrEqual(1.1);
});

describe('bands', () => {
  const sheet = { width: 10, height: 8, across: 3, down: 2 };

  it.each([
    ['straight', 1],
    ['half-drop', 3],
    ['brick', 2],
  ] as const)('fill the sheet once: %s', (repeat, count) => {
    const bands = tileBands(repeat, sheet);
    expect(bands).toHaveLength(count);
    expect(bands.reduce((area, { width, height }) => area + width * height, 0)).toBe(30 * 16);
  });

  it('move every other one by half a tile', () => {
    expect(tileBands('half-drop', sheet).map(({ x, movedX, movedY }) => [x, movedX, movedY])).toEqual([
      [0, 0, 0],
      [10, 0, 4],
      [20, 0, 0],
    ]);
    expect(tileBands('brick', sheet).map(({ y, movedX, movedY }) => [y, movedX, movedY])).toEqual([
      [0, 0, 0],
      [8, 5, 0],
    ]);
  });
});

it('a PNG says its size in print', async () => {
  const png = await sharp({ create: { width: 12, height: 12, channels: 3, background: '#345' } })
    .png()
    .toBuffer();
  const told = await sharp(withResolution(new Uint8Array(png), 300)).metadata();
  expect(told).toMatchObject({ width: 12, density: 300 });
  expect(printText({ repeat: 'straight', tileWidth: 25.4, resolution: 300, across: 2, down: 3 }, 1)).toBe(
    '600 × 900 pixels, 51 × 76 mm in print.',
  );
});
