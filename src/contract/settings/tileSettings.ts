/** How a tile is repeated, and how large it is printed. */
import * as z from 'zod';
import { choiceSetting, numberSetting, type Settings, shapeOf } from './setting.ts';

export const TILE_SETTINGS = {
  repeat: choiceSetting({
    label: 'Repeat',
    values: ['straight', 'half-drop', 'brick'],
    names: { straight: 'Straight', 'half-drop': 'Half-drop: every other column', brick: 'Brick: every other row' },
  }),
  /** Of one tile as it is printed; its height follows from its shape. */
  tileWidth: numberSetting({ label: 'Width of a tile', unit: 'mm', min: 5, max: 2000 }),
  resolution: numberSetting({ label: 'Resolution', unit: 'dots per inch', min: 36, max: 1200, whole: true }),
  across: numberSetting({ label: 'Tiles across', min: 1, max: 50, whole: true }),
  down: numberSetting({ label: 'Tiles down', min: 1, max: 50, whole: true }),
} as const satisfies Settings;

export const TileSettings = z.object(shapeOf(TILE_SETTINGS));
export type TileSettings = z.infer<typeof TileSettings>;
export type TileRepeat = TileSettings['repeat'];
