/** The queue in words. */
import { priorOf } from '@weft/engine';
import type { SweepMark } from '../../../contract/runs/runs.ts';
import type { LoraSettings, TrainSettings } from '../../../contract/training.ts';
import { t } from '../../../kit/language/t.ts';
import { asksForOwn } from '../classImages/askedClassImages.ts';
import type { QueueItem } from './queueRecords.ts';
import { isWaiting, type QueueState, type Standing } from './queueState.ts';

/** What a run is to learn, in a line, e.g. `LoRA · 300 steps · rank 4 · learning rate 0.001 · 12 class images`. */
export function settingsInShort(settings: TrainSettings): string {
  const shared = [t('{steps} {steps, plural, one {step} other {steps}}', { steps: settings.steps })];
  const rate = t('learning rate {learningRate}', { learningRate: settings.learningRate });
  if (settings.method === 'textual-inversion') {
    const { vectors } = settings;
    return [
      t('Textual inversion'),
      settings.placeholder,
      ...shared,
      t('{vectors} {vectors, plural, one {vector} other {vectors}}', { vectors }),
      rate,
    ].join(' · ');
  }
  return ['LoRA', ...shared, t('rank {rank}', { rank: settings.rank }), rate, heldTo(settings)].join(' · ');
}

/** What holds the class in place. */
function heldTo(settings: LoraSettings): string {
  const { classImages } = settings;
  if (asksForOwn(settings) && settings.priorWeight > 0) return t('own class images');
  switch (priorOf(settings)) {
    case 'own-prediction':
      return t('held to its own prediction');
    case 'class-images':
      return classImages === 1 ? t('1 class image') : t('{classImages} class images', { classImages });
    default:
      return t('no class images');
  }
}

/** e.g. `10 pictures`, with the dataset's name where it has one. */
export function picturesInShort({ images, dataset }: Pick<QueueItem, 'images' | 'dataset'>): string {
  const count = images.length === 1 ? t('1 picture') : t('{images} pictures', { images: images.length });
  return dataset ? t('{count} of “{name}”', { count, name: dataset.name }) : count;
}

/** How an item stands, in a few words. @param model that is open here; null where none is */
export function standingText(standing: Standing, item: QueueItem, model: string | null): string {
  switch (standing) {
    case 'running':
      return t('Under way');
    case 'running elsewhere':
      return t('Under way in another tab');
    case 'broken off':
      return t('Broken off');
    case 'failed':
      return t('Failed');
    case 'waiting':
      return model !== null && item.model.fingerprint !== model
        ? t('Waits until “{name}” is open', { name: item.model.name })
        : t('Waits');
  }
}

/** How the queue stands, as a sentence, and a second one where its person has something to decide. */
export function queueText(state: QueueState): string {
  const { items, head, trains } = state;
  const waiting = items.filter((item) => isWaiting(item) && item.id !== head.after).length;
  const count =
    waiting === 0 ? t('No run waits') : waiting === 1 ? t('1 run waits') : t('{waiting} runs wait', { waiting });
  if (head.held) return t('The queue is paused. {count}.', { count });
  if (head.after !== null && trains === 'nobody') {
    return t('{count}. “{afterName}” was broken off: the queue goes on when you say so.', {
      count,
      afterName: head.afterName,
    });
  }
  if (trains === 'elsewhere') return t('{count}. A run is under way in another tab.', { count });
  return `${count}.`;
}

/** e.g. `Sweep “Indigo”`. */
export const sweepName = ({ name }: SweepMark): string => t('Sweep “{name}”', { name });
