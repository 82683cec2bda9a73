/** A film and its making in words. */
import { t } from '../../../kit/language/t.ts';
import { timeLeftText } from '../../../kit/text/durationText.ts';
import { numberText } from '../../../kit/text/numberText.ts';
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
      return t('Waiting to start…');
    case 'restoring':
      return t('Taking up the frames that are kept: {frame} of {frames}', { frame: run.frame, frames: run.frames });
    case 'drawing': {
      const left = timeLeftText(run.secondsLeft);
      return t('Frame {frame} of {frames}{left}', {
        frame: run.frame,
        frames: run.frames,
        left: left === '' ? '' : ` · ${left}`,
      });
    }
    case 'encoding':
      return t('Writing the {format}: {percent} %', {
        format: t(FORMAT_NAMES[run.format]),
        percent: Math.floor(run.fraction * 100),
      });
    case 'paused':
      return t('Paused. What was drawn is kept.');
    case 'discarded':
      return t('The film was discarded.');
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
    t('{frames} frames', { frames }),
    `${settings.duration} s`,
    t('{size} px', { size: settings.size }),
    ...(prediction ? [t('predicts {prediction}', { prediction: t(PREDICTIONS[prediction]) })] : []),
    ...(bytes === null ? [] : [t('{bytes} MB', { bytes: numberText(bytes / 1e6, 1) })]),
  ].join(' · ');
}
