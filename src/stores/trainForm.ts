/** The form of a training run: the method, and for each method its fields as typed, so that changing it loses nothing. */
import { create } from 'zustand';
import { type InversionSettings, LoraSettings, type TrainMethod, type TrainSettings } from '../../workers/protocol.ts';
import { type Draft, type DraftReading, draftOf, readDraft } from './draft.ts';
import { INVERSION_DEFAULTS, TRAINING_DEFAULTS } from './starterDefaults.ts';

interface TrainForm {
  method: TrainMethod;
  lora: Draft<LoraSettings>;
  inversion: Draft<InversionSettings>;
}

export const useTrainForm = create<TrainForm>(() => ({
  method: 'lora',
  // An empty alpha follows the rank.
  lora: { ...draftOf(TRAINING_DEFAULTS), loraAlpha: '' },
  inversion: draftOf(INVERSION_DEFAULTS),
}));

export function editLora(change: Partial<Draft<LoraSettings>>): void {
  useTrainForm.setState(({ lora }) => ({ lora: { ...lora, ...change } }));
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
  return readDraft(LoraSettings, TRAINING_DEFAULTS, { ...draft, loraAlpha });
}
