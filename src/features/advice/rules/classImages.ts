/**
 * Prior preservation that is asked for with one setting and switched off with another (Ruiz et al., arXiv 2208.12242,
 * section 3.2). A few class images are learnt by heart themselves: with fewer than half as many as photographs each
 * comes up more often than a photograph does.
 */
import type { PriorSource } from '@weft/engine';
import { t } from '../../../kit/language/t.ts';
import type { Remark } from '../remark.ts';

export interface ClassChange {
  classImages?: string;
  priorWeight?: string;
  classPrompt?: string;
}

/** @param usual class images that the method starts with on this model */
export function priorSettings(
  run: { priorFrom: PriorSource; classImages: number; priorWeight: number; images: number },
  usual: number,
): Remark<ClassChange> | null {
  const { priorFrom, classImages, priorWeight, images } = run;
  if (priorFrom === 'own-prediction') {
    if (priorWeight > 0) return null;
    return {
      id: 'no-prior-weight',
      tone: 'warning',
      sentence: t('With a prior weight of 0 the model is not held to its own prediction.'),
      todo: t('Everything that the class prompt draws may come to look like your fabric.'),
      lead: { kind: 'change', text: t('Set the prior weight to 1'), change: { priorWeight: '1' } },
    };
  }
  if (classImages === 0 && priorWeight > 0) {
    return {
      id: 'no-class-images',
      tone: 'warning',
      sentence: t('Without class images nothing holds other fabrics in place, whatever the prior weight says.'),
      todo: t('Everything that the class prompt draws may come to look like your fabric.'),
      lead: { kind: 'change', text: t('Draw {usual} class images', { usual }), change: { classImages: String(usual) } },
    };
  }
  if (classImages > 0 && priorWeight === 0) {
    return {
      id: 'no-prior-weight',
      tone: 'warning',
      sentence: t('With a prior weight of 0 the class images are not learnt from.'),
      todo: t('Give them a weight, or draw none.'),
      lead: { kind: 'change', text: t('Set the prior weight to 1'), change: { priorWeight: '1' } },
    };
  }
  if (classImages > 0 && classImages < images / 2) {
    return {
      id: 'few-class-images',
      tone: 'hint',
      sentence: t(
        '{classImages} class {classImages, plural, one {image comes} other {images come}} up more often than each of your {images} photographs.',
        { classImages, images },
      ),
      todo: t('The model learns them by heart as well. Twice as many as photographs hold the class better.'),
      lead: {
        kind: 'change',
        text: t('Draw {usual} of them', { usual: Math.max(usual, images) }),
        change: { classImages: String(Math.max(usual, images)) },
      },
    };
  }
  return null;
}
