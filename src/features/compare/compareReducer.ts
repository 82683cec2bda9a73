/**
 * From what Compare knows and what happens to what it knows then. A picture belongs to its grid and is added once;
 * what comes late or cannot be leaves the state as it is.
 */
import type { ErrorInfo } from '../../contract/errors.ts';
import type { CompareForm } from './compareForm.ts';
import { type CellPicture, type CompareRun, type CompareState, type Grid, isDrawing, lacks } from './compareState.ts';

export type CompareEvent =
  | { type: 'edited'; change: Partial<CompareForm> }
  /** The grid that was kept has been read; one that was begun meanwhile stays. */
  | { type: 'loaded'; grid: Grid | null }
  /** A run is asked for: it stands in line. */
  | { type: 'asked' }
  /** The run draws a new grid in place of the last one. */
  | { type: 'begun'; grid: Grid }
  /** Another tab draws a new grid in place of the last one. */
  | { type: 'replaced'; grid: Grid }
  /** @param fraction of the cell, 0 to 1 */
  | { type: 'drawing'; index: number; fraction: number; secondsLeft: number | null }
  /** A cell is drawn and on its way into a PNG. */
  | { type: 'encoding'; index: number }
  | { type: 'drawn'; grid: string; index: number; picture: CellPicture }
  | { type: 'finished' }
  | { type: 'cancelled' }
  | { type: 'failed'; error: ErrorInfo }
  /** Opening or saving a file failed, or is tried anew. */
  | { type: 'file-error'; error: ErrorInfo | null };

export function reduceCompare(state: CompareState, event: CompareEvent): CompareState {
  const { run } = state;
  switch (event.type) {
    case 'edited':
      return { ...state, form: { ...state.form, ...event.change } };
    case 'loaded':
      return state.grid || !event.grid ? state : { ...state, grid: event.grid };
    case 'asked':
      return isDrawing(run) ? state : { ...state, run: { state: 'waiting' } };
    case 'begun':
      return run.state === 'waiting' ? { ...state, grid: event.grid } : state;
    case 'replaced':
      return isDrawing(run) ? state : { ...state, grid: event.grid };
    case 'drawing': {
      const { index, fraction, secondsLeft } = event;
      if (!isDrawing(run) || !isOpen(state, index)) return state;
      const encoding = run.state === 'drawing' ? run.encoding : null;
      // News of a cell that is drawn already, while the next one is.
      if (run.state === 'drawing' && index === encoding && index !== run.index) return state;
      return { ...state, run: { state: 'drawing', index, fraction, secondsLeft, encoding } };
    }
    case 'encoding':
      if (run.state !== 'drawing' || !isOpen(state, event.index)) return state;
      return { ...state, run: { ...run, encoding: event.index } };
    case 'drawn':
      return drawn(state, event);
    case 'finished':
      return ended(state, { state: 'idle' });
    case 'cancelled':
      return ended(state, { state: 'cancelled' });
    case 'failed':
      return ended(state, { state: 'failed', error: event.error });
    case 'file-error':
      return { ...state, fileError: event.error };
  }
}

function drawn(state: CompareState, { grid, index, picture }: Extract<CompareEvent, { type: 'drawn' }>): CompareState {
  if (!state.grid || !lacks(state, grid, index)) return state;
  const cells = state.grid.cells.map((cell, other) => (other === index ? { ...cell, picture } : cell));
  const { run } = state;
  return {
    ...state,
    grid: { ...state.grid, cells },
    run: run.state === 'drawing' && run.encoding === index ? { ...run, encoding: null } : run,
  };
}

/** Whether the grid has such a cell, and no picture for it. */
function isOpen({ grid }: CompareState, index: number): boolean {
  return grid?.cells[index]?.picture === null;
}

/** Only what runs can end. */
function ended(state: CompareState, run: CompareRun): CompareState {
  return isDrawing(state.run) ? { ...state, run } : state;
}
