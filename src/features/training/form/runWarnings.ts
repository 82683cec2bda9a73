/** Settings of a run that are allowed and would do nothing, or something else than is meant: said beside their fields. */
import type { LoraSettings } from '../../../contract/training.ts';
import type { Draft } from '../../../kit/form/draft.ts';
import { t } from '../../../kit/language/t.ts';

/**
 * Of every so many images one is held out, so that a smaller dataset has none.
 * @param images in the dataset; nothing is said before there are any
 */
export function holdOutWarning({ holdOut }: Pick<Draft<LoraSettings>, 'holdOut'>, images: number): string | null {
  const one = Number(holdOut);
  if (images === 0 || !Number.isInteger(one) || one < 2 || images >= one) return null;
  return images === 1
    ? t('The only image is not held out: it takes {one}. Add images.', { one })
    : t('None of your {images} images is held out: it takes {one}. {images} or less holds one out.', { images, one });
}

/** Early stopping goes by what is held out. @param images in the dataset */
export function patienceWarning(
  { patience, holdOut }: Pick<Draft<LoraSettings>, 'patience' | 'holdOut'>,
  images: number,
): string | null {
  if (!(Number(patience) > 0) || holdOutWarning({ holdOut }, images) === null) return null;
  return images === 1
    ? t('It never stops early: the only image is not held out.')
    : t('It never stops early: none of your {images} images is held out.', { images });
}

/** What holds the class in place is what the class prompt asks for. */
export function classPromptWarning({
  classPrompt,
  classImages,
  priorFrom,
  priorWeight,
  ownClassImages,
}: Pick<Draft<LoraSettings>, 'classPrompt' | 'classImages' | 'priorFrom' | 'priorWeight' | 'ownClassImages'>):
  | string
  | null {
  if (classPrompt.trim() !== '' || !(Number(priorWeight) > 0)) return null;
  if (priorFrom === 'own-prediction') {
    return t('Without it the model is held to what no words draw, and holds no kind of thing in place.');
  }
  const own = ownClassImages === 'true';
  if (!own && !(Number(classImages) > 0)) return null;
  return own
    ? t('Without it your class images stand for no kind of thing, and hold none in place.')
    : t('Without it the class images show anything at all, and hold no kind of thing in place.');
}
