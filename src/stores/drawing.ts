/** What Create and Morph have in common: a form over drawing settings, the native size, and the adapter chosen. */
import type { CreateSettings, LoraAdapter, ModelInfo } from '../../workers/protocol.ts';
import type { Draft } from './draft.ts';
import { adapterById } from './libraryStore.ts';

/** Stands in the size field for whatever size the model was trained on. */
export const NATIVE_SIZE = 'native';

/** The choice of no adapter. */
export const NO_ADAPTER = '';

/** A form over drawing settings; `adapter` is an adapter's id or NO_ADAPTER. */
export type DrawingDraft<T extends CreateSettings> = Draft<T> & { adapter: string };

/** The draft with the native size filled in; until the model is open any valid size stands for it. */
export function withSize<T extends { size: string }>(draft: T, native: number | null, meanwhile: number): T {
  return draft.size === NATIVE_SIZE ? { ...draft, size: String(native ?? meanwhile) } : draft;
}

/** Settings as they are drawn, once the model and with it the native size is known. */
export function sized<T extends CreateSettings>(settings: T, chosenSize: string, model: ModelInfo): T {
  return chosenSize === NATIVE_SIZE ? { ...settings, size: model.nativeSize } : settings;
}

/** The adapter to draw with, and its name for the picture's settings. */
export function chosenAdapter(id: string): { adapter: LoraAdapter | null; name: string | null } {
  const record = id === NO_ADAPTER ? null : adapterById(id);
  return { adapter: record?.adapter ?? null, name: record?.name ?? null };
}

/** A new seed, any that the field takes. */
export function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}
