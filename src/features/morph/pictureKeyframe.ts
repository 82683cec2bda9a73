/** A drawn picture as a keyframe: the first one says what the film draws, further ones are put behind it. */
import type { CreateSettings } from '../../contract/drawing.ts';
import { KEYFRAME_COUNT } from '../../contract/settings/filmSettings.ts';
import { draftOfDrawn } from '../drawing/fields/drawing.ts';
import type { AdapterChoice } from '../library/adapterChoice.ts';
import { type KeyframeForm, MORPH_FORM, type MorphForm, newKeyframe, nextSeeds, withKeyframes } from './morphForm.ts';

/** A picture, with its adapters as the library has them now. */
export interface KeyframePicture {
  settings: CreateSettings;
  adapters: readonly AdapterChoice[];
}

/** What came of it: the form, and the place of the keyframe, from 1 on. */
export type PictureKeyframe =
  | { form: MorphForm; place: number }
  /** The film has as many as it can have. */
  | { form: null; most: number };

/** Whether the form stands at the keyframes it begins with, which nobody chose. */
function atFirst({ keyframes, moves }: MorphForm): boolean {
  return (
    keyframesText(keyframes) === keyframesText(MORPH_FORM.keyframes) && moves.noise && !moves.prompt && !moves.weight
  );
}

const keyframesText = (keyframes: readonly KeyframeForm[]) =>
  JSON.stringify(keyframes.map(({ seed, prompt }) => [seed, prompt]));

/** @param native the model's own size in pixels, null until it is known */
export function withPicture(form: MorphForm, picture: KeyframePicture, native: number | null): PictureKeyframe {
  const { settings } = picture;
  if (atFirst(form)) return { form: beginWith(form, picture, native), place: 1 };
  const { prompt: shared } = form.drawing;
  const keyframe = {
    ...newKeyframe(settings.seed, form.keyframes.length),
    prompt: settings.prompt === shared ? '' : settings.prompt,
  };
  const same = form.keyframes.findIndex(
    ({ seed, prompt }) => seed === keyframe.seed && (prompt || shared) === settings.prompt,
  );
  if (same >= 0 && !form.keyframes[same]?.standIn) return { form, place: same + 1 };
  const chosen = form.keyframes.filter(({ standIn }) => !standIn);
  const { max } = KEYFRAME_COUNT.limits;
  if (chosen.length >= max) return { form: null, most: max };
  const moves = { ...form.moves, noise: true, prompt: form.moves.prompt || keyframe.prompt !== '' };
  return { form: { ...withKeyframes(form, [...chosen, keyframe]), moves }, place: chosen.length + 1 };
}

/** The film draws as the picture was drawn, in as many steps as frames take; a second keyframe stands in for the next picture. */
function beginWith(form: MorphForm, { settings, adapters }: KeyframePicture, native: number | null): MorphForm {
  const { samplingSteps } = form.drawing;
  const first = newKeyframe(settings.seed, 0);
  const second: KeyframeForm = { ...newKeyframe(nextSeeds([first], 1)[0] ?? 0, 1), standIn: true };
  return {
    ...withKeyframes(form, [first, second]),
    drawing: { ...draftOfDrawn(settings, adapters, native), samplingSteps },
  };
}
