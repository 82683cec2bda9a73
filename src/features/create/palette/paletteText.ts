/** What is told of a picture's colours beside those of the cloth. */
import type { Palette } from '../../../contract/pictures/palette.ts';
import { t } from '../../../kit/language/t.ts';
import { numberText } from '../../../kit/text/numberText.ts';

/** ΔE2000 beyond what the cloth's own photographs have, up to which colours are taken for the cloth's. */
const NEAR = 3;

/** A sentence on how near a picture's colours are, in numbers that others can check. */
export function nearnessText(drawn: Palette, cloth: Palette): string {
  const measured = t(
    'ΔE2000 to the nearest of the cloth’s colours: {drawn} on the average; the cloth’s own images have {cloth}.',
    {
      drawn: numberText(drawn.distance, 1),
      cloth: numberText(cloth.distance, 1),
    },
  );
  return drawn.distance <= cloth.distance + NEAR
    ? t('Its colours are the cloth’s. {measured}', { measured })
    : t('Its colours are off the cloth’s. {measured}', { measured });
}
