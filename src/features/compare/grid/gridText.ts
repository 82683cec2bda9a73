/** A grid's progress in words. */

import { measuredTimeText, timeLeftText } from '../../../kit/text/durationText.ts';
import { type CompareRun, doneCount, drawnCount, type Grid, wholeCount } from '../compareState.ts';
import { picturesText } from './compareEstimate.ts';

/** Progress over the whole grid, 0 to 1, or null while it waits for its turn. */
export function gridFraction(grid: Grid, run: CompareRun): number | null {
  return run.state === 'drawing' ? (doneCount(grid, run) + run.fraction) / wholeCount(grid) : null;
}

export function gridText(grid: Grid, run: CompareRun): string {
  const length = wholeCount(grid);
  if (run.state === 'waiting') return 'Waiting to start…';
  if (run.state === 'drawing') {
    const left = timeLeftText(run.secondsLeft);
    return `Picture ${Math.min(doneCount(grid, run) + 1, length)} of ${length}${left === '' ? '' : ` · ${left}`}`;
  }
  const done = drawnCount(grid);
  if (done < length) {
    const drawn = `${done} of ${picturesText(length)} ${done === 1 ? 'is' : 'are'} drawn and kept.`;
    return run.state === 'cancelled' ? `Cancelled: ${drawn}` : drawn;
  }
  const seconds = grid.cells.reduce((sum, { picture }) => sum + (picture?.seconds ?? 0), 0);
  return `${picturesText(length)}, drawn in ${measuredTimeText(seconds)}`;
}
