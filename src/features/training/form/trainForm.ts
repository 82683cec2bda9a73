/** The form of a training run: the method, and for each method its fields as typed, so that changing it loses nothing. */
import { create } from 'zustand';
import { InversionSettings, LoraSettings, type TrainMethod, type TrainSettings } from '../../../contract/training.ts';
import { type Draft, type DraftReading, draftOf, readDraft } from '../../../kit/form/draft.ts';
import { INVERSION_DEFAULTS, LORA_DEFAULTS } from './trainDefaults.ts';
import type { WordErrors } from './wordErrors.ts';

/** What the form takes from a dataset. */
export interface DatasetWords {
  name: string;
  subjectWord: string;
  classWord: string;
}

export interface TrainForm {
  method: TrainMethod;
  lora: Draft<LoraSettings>;
  inversion: Draft<InversionSettings>;
  /** Of the dataset that its fields followed last; null before any, as in forms of earlier versions. */
  words: DatasetWords | null;
  /** Fingerprint of the model whose presets it was given last; null before any. */
  followed: string | null;
}

export const useTrainForm = create<TrainForm>(() => ({
  method: 'lora',
  // An empty alpha follows the rank.
  lora: { ...draftOf(LORA_DEFAULTS), loraAlpha: '' },
  inversion: draftOf(INVERSION_DEFAULTS),
  words: null,
  followed: null,
}));

export function chooseMethod(method: TrainMethod): void {
  useTrainForm.setState({ method });
}

export function editLora(change: Partial<Draft<LoraSettings>>): void {
  useTrainForm.setState(({ lora }) => ({ lora: { ...lora, ...change } }));
}

export function editInversion(change: Partial<Draft<InversionSettings>>): void {
  useTrainForm.setState(({ inversion }) => ({ inversion: { ...inversion, ...change } }));
}

/** Changes fields of the method that is chosen. */
export function editTraining(change: Partial<Draft<LoraSettings>> & Partial<Draft<InversionSettings>>): void {
  const { method: _, ...fields } = change;
  if (useTrainForm.getState().method === 'lora') editLora(fields);
  else editInversion(fields);
}

/** Fills the form with a run's settings. */
export function fillTrainForm(settings: TrainSettings): void {
  useTrainForm.setState(
    settings.method === 'lora'
      ? { method: settings.method, lora: draftOf(settings) }
      : { method: settings.method, inversion: draftOf(settings) },
  );
}

export function readLora(draft: Draft<LoraSettings>): DraftReading<LoraSettings> {
  const loraAlpha = draft.loraAlpha.trim() === '' ? draft.rank : draft.loraAlpha;
  return readDraft(LoraSettings, LORA_DEFAULTS, { ...draft, loraAlpha });
}

/** @param words what the model and the library say of the two words */
export function readInversion(draft: Draft<InversionSettings>, words: WordErrors): DraftReading<InversionSettings> {
  const { settings, errors } = readDraft(InversionSettings, INVERSION_DEFAULTS, draft);
  return { settings: Object.keys(words).length > 0 ? null : settings, errors: { ...words, ...errors } };
}
