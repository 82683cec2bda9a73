/** The sizes a picture can have. */
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { t } from '../../../kit/language/t.ts';
import { useStudio } from '../../../session/studioStore.ts';
import { NATIVE_SIZE } from './drawing.ts';

/** Pixels between two sizes: whole latents at every resolution of the U-Net. */
const STEP = 64;

export interface SizeOption {
  value: string;
  name: string;
}

/** @param native the model's own size in pixels, null until it is known */
export function sizeOptions(native: number | null): SizeOption[] {
  const own = {
    value: NATIVE_SIZE,
    name: native === null ? t('As the model was trained') : t('{native} px, as trained', { native }),
  };
  const { min, max } = PICTURE_SETTINGS.size.limits;
  const count = Math.floor((max - min) / STEP) + 1;
  const others = Array.from({ length: count }, (_, index) => min + index * STEP)
    .filter((size) => size !== native)
    .map((size) => ({ value: String(size), name: t('{size} px', { size }) }));
  return [own, ...others];
}

export function useSizeOptions(): SizeOption[] {
  return sizeOptions(useStudio(({ opening }) => (opening.state === 'ready' ? opening.model.nativeSize : null)));
}
