/** A film and its making in words. */
import { timeLeftText } from '../../stores/durationText.ts';
import type { Film, MorphRun } from '../../stores/morphStore.ts';

/** Progress of what is being done, null where it is not known; undefined when nothing is. */
export function morphFraction(run: MorphRun): number | null | undefined {
  if (run.state === 'waiting') return null;
  if (run.state === 'drawing') return run.frame / run.frames;
  return run.state === 'encoding' ? run.fraction : undefined;
}

export function morphText(run: MorphRun): string {
  switch (run.state) {
    case 'waiting':
      return 'Waiting to start…';
    case 'drawing': {
      const left = timeLeftText(run.secondsLeft);
      return `Frame ${run.frame} of ${run.frames}${left === '' ? '' : ` · ${left}`}`;
    }
    case 'encoding':
      return `Writing the GIF: ${Math.floor(run.fraction * 100)} %`;
    case 'cancelled':
      return 'The film was discarded.';
    default:
      return '';
  }
}

/** e.g. `450 frames · 15 s · 128 px · 3.2 MB`, in millions of bytes. */
export function filmText({ frames, bytes, settings }: Pick<Film, 'frames' | 'bytes' | 'settings'>): string {
  return `${frames} frames · ${settings.duration} s · ${settings.size} px · ${(bytes / 1e6).toFixed(1)} MB`;
}
