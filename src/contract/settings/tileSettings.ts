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
