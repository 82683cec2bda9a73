/** A run on its way to other engines, and what they ask of it. */
import { priorOf } from '@weft/engine';
import type { RunBundle } from '../../../contract/runs/runBundle.ts';
import type { TrainMethod, TrainSettings } from '../../../contract/training.ts';
import { usesClassImages } from '../classImages/askedClassImages.ts';

export type RunOf<M extends TrainMethod> = RunBundle & { settings: Extract<TrainSettings, { method: M }> };
export type LoraRun = RunOf<'lora'>;
export type InversionRun = RunOf<'textual-inversion'>;

export function isLora(run: RunBundle): run is LoraRun {
  return run.settings.method === 'lora';
}

export function isInversion(run: RunBundle): run is InversionRun {
  return run.settings.method === 'textual-inversion';
}

/** Text on one line. Tokenizers take any run of white space for one space, so that it is the same prompt. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** The name as files are called everywhere: ASCII letters, digits and dashes. */
export function plainName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .toLowerCase();
  return plain || 'run';
}

/** The pictures that are learnt from. */
export const learntFrom = (run: RunBundle) => run.pictures.filter(({ heldOut }) => !heldOut);

/** Whether a picture has a caption of its own. */
export const hasCaptions = (run: RunBundle) => learntFrom(run).some(({ caption }) => caption.trim() !== '');

/** What a picture is learnt with: its own caption, or the prompt that the run learns in. */
export function captionOf(run: RunBundle, caption: string): string {
  if (caption.trim() !== '') return oneLine(caption);
  return oneLine(run.settings.method === 'lora' ? run.settings.instancePrompt : (run.samples.prompts[0] ?? ''));
}

/** Whether class images hold the class in place. */
export const hasClassImages = ({ settings }: LoraRun) => usesClassImages(settings);

/** Whether the model's own prediction does. */
export const hasOwnPrediction = ({ settings }: LoraRun) => priorOf(settings) === 'own-prediction';

/** Class images that are to be drawn before the first step. */
export function missingClassImages(run: RunBundle): number {
  if (!isLora(run) || !hasClassImages(run)) return 0;
  return Math.max(0, run.settings.classImages - (run.classImages?.given.length ?? 0));
}
