/** How a tile is repeated, and how large it is printed. */
import * as z from 'zod';
import { msg } from '../message.ts';
import { choiceSetting, numberSetting, type Settings, shapeOf } from './setting.ts';

export const TILE_SETTINGS = {
  repeat: choiceSetting({
    label: msg('Repeat'),
    values: ['straight', 'half-drop', 'brick'],
    names: {
      straight: msg('Straight'),
      'half-drop': msg('Half-drop: every other column'),
      brick: msg('Brick: every other row'),
    },
  }),
  /** Of one tile as it is printed; its height follows from its shape. */
  tileWidth: numberSetting({ label: msg('Width of a tile'), unit: msg('mm'), min: 5, max: 2000 }),
  resolution: numberSetting({ label: msg('Resolution'), unit: msg('dots per inch'), min: 36, max: 1200, whole: true }),
  across: numberSetting({ label: msg('Tiles across'), min: 1, max: 50, whole: true }),
  down: numberSetting({ label: msg('Tiles down'), min: 1, max: 50, whole: true }),
} as const satisfies Settings;

export const TileSettings = z.object(shapeOf(TILE_SETTINGS));
export type TileSettings = z.infer<typeof TileSettings>;
export type TileRepeat = TileSettings['repeat'];

const INCH = 25.4;

/** Pixels of one tile as it is printed. @param aspect its height over its width */
export function tilePixels({ tileWidth, resolution }: TileSettings, aspect: number): { width: number; height: number } {
  const width = Math.max(1, Math.round((tileWidth / INCH) * resolution));
  return { width, height: Math.max(1, Math.round(width * aspect)) };
}

/** Millimetres of so many pixels in print. */
export const printedLength = (pixels: number, { resolution }: TileSettings) => Math.round((pixels / resolution) * INCH);

/** By how much of a tile one is moved to the right and down, where a repeat moves every other column or row. */
export function tileMove(repeat: TileRepeat, column: number, row: number): readonly [right: number, down: number] {
  const half = (place: number) => (place % 2 === 0 ? 0 : 0.5);
  if (repeat === 'straight') return [0, 0];
  return repeat === 'half-drop' ? [0, half(column)] : [half(row), 0];
}
