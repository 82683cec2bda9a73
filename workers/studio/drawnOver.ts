/** The picture that another one is drawn over, as the page sends it, to what the engine takes. */
import type { DrawnOver, Picture } from '@weft/engine';
import { StudioError, studioError } from '../../src/contract/errors.ts';
import type { DrawOver } from '../../src/contract/pictures/drawOver.ts';
import { OverSettings } from '../../src/contract/settings/overSettings.ts';
import { decodePicture } from '../shared/decodePicture.ts';
import { parseSettings } from './explainErrors.ts';

/** @param size in pixels, which it has already. @throws StudioError where it can't be read */
export async function readDrawnOver({ picture, mask, ...settings }: DrawOver, size: number): Promise<DrawnOver> {
  const { strength } = parseSettings(OverSettings, settings);
  return { strength, picture: await pixels(picture, size), mask: mask && (await pixels(mask, size)) };
}

async function pixels(png: Blob, size: number): Promise<Picture> {
  try {
    return await decodePicture(png, size);
  } catch (error) {
    if (!(error instanceof StudioError) || error.info.code !== 'image-damaged') throw error;
    throw studioError(
      'image-damaged',
      'The picture that is to be drawn over can no longer be read.',
      'Choose it anew below “Start from a picture”.',
    );
  }
}
