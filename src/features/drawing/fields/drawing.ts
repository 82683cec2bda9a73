/** What Create and Morph have in common: a form over drawing settings, the native size, and the adapters chosen. */
import type { CreateSettings } from '../../../contract/drawing.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import { type Draft, draftOf } from '../../../kit/form/draft.ts';
import type { AdapterChoice } from '../../library/adapterChoice.ts';

/** Stands in the size field for whatever size the model was trained on. */
export const NATIVE_SIZE = 'native';

/** A form over drawing settings, and the adapters to draw with. */
export type DrawingDraft<T extends CreateSettings> = Draft<T> & {
  adapters: readonly AdapterChoice[];
  /** Who chose them: `word` for the newest that knows the prompt's word, until a person chooses. */
  adaptersBy: 'word' | 'person';
};

/** The draft with the native size filled in; until the model is open any valid size stands for it. */
export function withSize<T extends { size: string }>(draft: T, native: number | null, meanwhile: number): T {
  return draft.size === NATIVE_SIZE ? { ...draft, size: String(native ?? meanwhile) } : draft;
}

/** Settings as they are drawn, once the model and with it the native size is known. */
export function sized<T extends CreateSettings>(settings: T, chosenSize: string, model: ModelInfo): T {
  return chosenSize === NATIVE_SIZE ? { ...settings, size: model.nativeSize } : settings;
}

/**
 * The form that would have drawn with these settings.
 * @param native the model's own size in pixels, null until it is known
 * @param adapters of the library, to draw with
 */
export function draftOfDrawn(
  settings: CreateSettings,
  adapters: readonly AdapterChoice[],
  native: number | null,
): DrawingDraft<CreateSettings> {
  return {
    ...draftOf(settings),
    size: settings.size === native ? NATIVE_SIZE : String(settings.size),
    adapters,
    // It was drawn with these and no others.
    adaptersBy: 'person',
  };
}

/** A new seed, any that the field takes. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
