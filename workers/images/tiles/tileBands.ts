/** Where tiles lie in a repeat: bands of whole tiles, every other one moved by half a tile where the repeat says so. */
import { type TileRepeat, tileMove } from '../../../src/contract/settings/tileSettings.ts';

/** A strip of the sheet and how far the tiles in it are moved, in pixels. */
export interface TileBand {
  x: number;
  y: number;
  width: number;
  height: number;
  /** By which the tiles begin later than the strip, to the right and down. */
  movedX: number;
  movedY: number;
}

interface Sheet {
  /** Pixels of one tile. */
  width: number;
  height: number;
  across: number;
  down: number;
}

/** Bands that fill the sheet, without overlap. */
export function tileBands(repeat: TileRepeat, { width, height, across, down }: Sheet): TileBand[] {
  const whole = { x: 0, y: 0, width: across * width, height: down * height, movedX: 0, movedY: 0 };
  if (repeat === 'straight') return [whole];
  if (repeat === 'half-drop') {
    return Array.from({ length: across }, (_, place) => {
      return { ...whole, x: place * width, width, movedY: Math.round(height * tileMove(repeat, place, 0)[1]) };
    });
  }
  return Array.from({ length: down }, (_, place) => {
    return { ...whole, y: place * height, height, movedX: Math.round(width * tileMove(repeat, 0, place)[0]) };
  });
}
