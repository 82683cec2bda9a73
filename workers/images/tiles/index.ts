/** Pictures as tiles: repeated for print, and measured at their edges in every repeat. */
import type { TileSeams } from '../../../src/contract/imageWorker.ts';
import type { TileRepeat } from '../../../src/contract/settings/tileSettings.ts';
import { bitmapPixels } from '../picturePixels.ts';
import { tileBitmap } from './tileBitmap.ts';
import { tileSeams } from './tileSeams.ts';

export { drawTiles } from './drawTiles.ts';

/** @throws StudioError `image-damaged`, `out-of-memory` */
export async function seamsOf(tile: Blob): Promise<Record<TileRepeat, TileSeams>> {
  const picture = bitmapPixels(await tileBitmap(tile));
  return {
    straight: tileSeams(picture),
    'half-drop': tileSeams(picture, 'half-drop'),
    brick: tileSeams(picture, 'brick'),
  };
}
