/** What is told of a tile: how its edges meet, and how large it is printed. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import type { TileSeams } from '../../../contract/imageWorker.ts';
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import {
  printedLength,
  type TileRepeat,
  type TileSettings,
  tilePixels,
} from '../../../contract/settings/tileSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { numberText } from '../../../kit/text/numberText.ts';

const SEAMLESS = PICTURE_SETTINGS.seamless;

/** Up to here an edge is taken for one that meets its opposite: one in ten neighbours within a picture differs by more than 1. */
const MEETS = 1.25;

/** A sentence on the seams of a repeat, and what helps where there are some. @param seamless how the picture was drawn */
export function seamsText(
  { across, down }: TileSeams,
  repeat: TileRepeat,
  seamless: CreateSettings['seamless'],
): string {
  const measured = t(
    'Across, its edges differ by {across} times what nine in ten neighbours within it stay below; down, by {down} times.',
    { across: ratioText(across), down: ratioText(down) },
  );
  const [isAcross, isDown] = [across > MEETS, down > MEETS];
  if (!isAcross && !isDown) return t('It repeats without a seam. {measured}', { measured });
  const fit = repeat === 'straight' ? 'both' : repeat;
  const seam =
    isAcross && isDown
      ? t('There is a seam between left and right, and between top and bottom.')
      : isAcross
        ? t('There is a seam between left and right.')
        : t('There is a seam between top and bottom.');
  const advice = t('Draw it with “Seamless tile: {name}”, among the expert settings, and they meet.', {
    name: t(SEAMLESS.names[fit]),
  });
  return [seam, measured, ...(seamless === fit ? [] : [advice])].join(' ');
}

const ratioText = (ratio: number) => (ratio > 99 ? t('more than 99') : numberText(ratio, 2));

/** The size of a sheet in pixels and in print. @param aspect height of a tile over its width */
export function printText(settings: TileSettings, aspect: number): string {
  const { width, height } = tilePixels(settings, aspect);
  const [sheetWidth, sheetHeight] = [width * settings.across, height * settings.down];
  return t('{sheetWidth} × {sheetHeight} pixels, {width} × {height} mm in print.', {
    sheetWidth,
    sheetHeight,
    width: printedLength(sheetWidth, settings),
    height: printedLength(sheetHeight, settings),
  });
}
