/** How many images there are; the adviser says where that is few or many. */
import { t } from '../../kit/language/t.ts';
import { numberText } from '../../kit/text/numberText.ts';

export function countText(count: number): string {
  if (count === 0) return t('No images yet. About ten photographs make a good start.');
  return t('{count, plural, one {1 image.} other {{count} images.}}', { count });
}

/** How many files are still being read. */
export function leftText(count: number): string {
  return count === 1 ? t('The last one.') : t('{count} are left.', { count: numberText(count) });
}
