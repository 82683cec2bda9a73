/** Settings of a run that are allowed and would do nothing, or something else than is meant: said beside their fields. */
import type { LoraSettings } from '../../../contract/training.ts';
import type { Draft } from '../../../kit/form/draft.ts';

const notHeldOut = (images: number) =>
  images === 1 ? 'the only image is not held out' : `none of your ${images} images is held out`;

/**
 * Of every so many images one is held out, so that a smaller dataset has none.
 * @param images in the dataset; nothing is said before there are any
 */
export function holdOutWarning({ holdOut }: Pick<Draft<LoraSettings>, 'holdOut'>, images: number): string | null {
  const one = Number(holdOut);
  if (images === 0 || !Number.isInteger(one) || one < 2 || images >= one) return null;
  const way = images === 1 ? 'Add images' : `${images} or less holds one out`;
  const sentence = notHeldOut(images);
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}: it takes ${one}. ${way}.`;
}

/** Early stopping goes by what is held out. @param images in the dataset */
export function patienceWarning(
  { patience, holdOut }: Pick<Draft<LoraSettings>, 'patience' | 'holdOut'>,
  images: number,
): string | null {
  if (!(Number(patience) > 0) || holdOutWarning({ holdOut }, images) === null) return null;
  return `It never stops early: ${notHeldOut(images)}.`;
}

/** Class images are what the class prompt asks for. */
export function classPromptWarning({
  classPrompt,
  classImages,
  priorWeight,
  ownClassImages,
}: Pick<Draft<LoraSettings>, 'classPrompt' | 'classImages' | 'priorWeight' | 'ownClassImages'>): string | null {
  const own = ownClassImages === 'true';
  if (classPrompt.trim() !== '' || !(Number(priorWeight) > 0) || (!own && !(Number(classImages) > 0))) return null;
  return own
    ? 'Without it your class images stand for no kind of thing, and hold none in place.'
    : 'Without it the class images show anything at all, and hold no kind of thing in place.';
}
