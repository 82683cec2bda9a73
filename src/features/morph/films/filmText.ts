/** A film and its making in words. */
import { timeLeftText } from '../../../kit/text/durationText.ts';
import { PREDICTIONS } from '../../drawing/settings/predictions.ts';
import { FORMAT_NAMES } from '../morphEstimate.ts';
import type { MorphRun } from '../morphState.ts';
import type { StoredFilm } from './filmRepository.ts';

/** Progress of what is being done, null where it is not known; undefined when nothing is. */
export function morphFraction(run: MorphRun): number | null | undefined {
  if (run.state === 'waiting') return null;
  if (run.state === 'drawing' || run.state === 'restoring') return run.frame / run.frames;
  return run.state === 'encoding' ? run.fraction : undefined;
}

export function morphText(run: MorphRun): string {
  switch (run.state) {
    case 'waiting':
      return 'Waiting to start…';
    case 'restoring':
      return `Taking up the frames that are kept: ${run.frame} of ${run.frames}`;
    case 'drawing': {
      const left = timeLeftText(run.secondsLeft);
      return `Frame ${run.frame} of ${run.frames}${left === '' ? '' : ` · ${left}`}`;
    }
    case 'encoding':
      return `Writing the ${FORMAT_NAMES[run.format]}: ${Math.floor(run.fraction * 100)} %`;
    case 'paused':
      return 'Paused. What was drawn is kept.';
    case 'discarded':
      return 'The film was discarded.';
    default:
      return '';
  }
}

/**
 * e.g. `450 frames · 15 s · 128 px · 3.2 MB`, in millions of bytes; an unfinished one has no size yet. What a person said
 * that the model predicts stands there too.
 */
export function filmText({
  frames,
  bytes,
  settings,
  prediction,
}: Pick<StoredFilm, 'frames' | 'bytes' | 'settings' | 'prediction'>): string {
  return [
    `${frames} frames`,
    `${settings.duration} s`,
    `${settings.size} px`,
    ...(prediction ? [`predicts ${PREDICTIONS[prediction]}`] : []),
    ...(bytes === null ? [] : [`${(bytes / 1e6).toFixed(1)} MB`]),
  ].join(' · ');
}
