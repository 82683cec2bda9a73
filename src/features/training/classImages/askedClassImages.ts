/** Which class images a run's settings ask for. */
import { priorOf } from '@weft/engine';
import type { LoraSettings, TrainSettings } from '../../../contract/training.ts';

/** Whether class images hold the class in place, a run's own among them once their number is known (`settingsWithOwn`). */
export const usesClassImages = (settings: TrainSettings): settings is LoraSettings =>
  settings.method === 'lora' && priorOf(settings) === 'class-images';

/** Whether they are a person's own. */
export const asksForOwn = (settings: TrainSettings): boolean =>
  settings.method === 'lora' && settings.priorFrom === 'class-images' && settings.ownClassImages;
