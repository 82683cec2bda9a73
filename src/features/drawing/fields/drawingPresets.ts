/** What of a drawing form a preset fills: how a picture is drawn, not what it shows. */
import type { CreateSettings, SamplingSettings } from '../../../contract/drawing.ts';
import { PICTURE_SETTINGS } from '../../../contract/settings/pictureSettings.ts';
import { type Draft, draftOf } from '../../../kit/form/draft.ts';
import { type KeptFields, keptDraft } from '../../../kit/form/keptDraft.ts';
import { CREATE_DEFAULTS } from '../settings/drawingDefaults.ts';
import { type DrawingDraft, NATIVE_SIZE } from './drawing.ts';

/** Prompt, seed and adapters are the picture's own. */
export const PRESET_SETTINGS = [
  'negativePrompt',
  'guidanceScale',
  'guidanceUntil',
  'samplingSteps',
  'sampler',
  'deepEvery',
  'size',
  'seamless',
] as const;
type PresetDraft = Pick<Draft<CreateSettings>, (typeof PRESET_SETTINGS)[number]>;
type Drawing = DrawingDraft<CreateSettings>;

/** The fields as they stand where nothing else was chosen. */
export function usualFields(usual: SamplingSettings): PresetDraft {
  const { negativePrompt, guidanceUntil, deepEvery, seamless } = draftOf(CREATE_DEFAULTS);
  return { ...draftOf(usual), negativePrompt, guidanceUntil, deepEvery, seamless, size: NATIVE_SIZE };
}

/** What of a form a preset keeps. */
export function toSaveOf(draft: Drawing): PresetDraft {
  const { negativePrompt, guidanceScale, guidanceUntil, samplingSteps, sampler, deepEvery, size, seamless } = draft;
  return { negativePrompt, guidanceScale, guidanceUntil, samplingSteps, sampler, deepEvery, size, seamless };
}

/** The fields that a person's own preset fills; one that it doesn't have, or that can't be read, stays. */
export function presetFieldsOf({ fields }: { fields: KeptFields }, draft: Drawing): PresetDraft {
  const { adapters: _, adaptersBy: __, ...typed } = draft;
  return toSaveOf({ ...draft, ...keptDraft<CreateSettings>(PICTURE_SETTINGS, typed, fields) });
}

/** Whether a form stands at these fields: `7` and `7.0` are one number. */
export function isAtFields(draft: Drawing, fields: PresetDraft): boolean {
  return PRESET_SETTINGS.every((name) => {
    const [typed, wanted] = [draft[name].trim(), fields[name].trim()];
    return typed === wanted || (typed !== '' && Number(typed) === Number(wanted));
  });
}
