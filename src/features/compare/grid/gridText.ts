/** A grid's progress in words. */

import { t } from '../../../kit/language/t.ts';
import { measuredTimeText, timeLeftText } from '../../../kit/text/durationText.ts';
import { type CompareRun, doneCount, drawnCount, type Grid, wholeCount } from '../compareState.ts';
import { picturesText } from './compareEstimate.ts';

/** Progress over the whole grid, 0 to 1, or null while it waits for its turn. */
export function gridFraction(grid: Grid, run: CompareRun): number | null {
  return run.state === 'drawing' ? (doneCount(grid, run) + run.fraction) / wholeCount(grid) : null;
}

export function gridText(grid: Grid, run: CompareRun): string {
  const length = wholeCount(grid);
  if (run.state === 'waiting') return t('Waiting to start…');
  if (run.state === 'drawing') {
    const left = timeLeftText(run.secondsLeft);
    return t('Picture {place} of {count}{left}', {
      place: Math.min(doneCount(grid, run) + 1, length),
      count: length,
      left: left === '' ? '' : ` · ${left}`,
    });
  }
  const done = drawnCount(grid);
  if (done < length) {
    const drawn = t('{done} of {pictures} {done, plural, one {is} other {are}} drawn and kept.', {
      done,
      pictures: picturesText(length),
    });
    return run.state === 'cancelled' ? t('Cancelled: {drawn}', { drawn }) : drawn;
  }
  const seconds = grid.cells.reduce((sum, { picture }) => sum + (picture?.seconds ?? 0), 0);
  return t('{pictures}, drawn in {duration}', {
    pictures: picturesText(length),
    duration: measuredTimeText(seconds),
  });
}
