/** What Compare knows: its form, the last grid with its pictures, and how far the run is. */
import type { ErrorInfo } from '../../contract/errors.ts';
import { COMPARE_DEFAULTS, type CompareForm } from './compareForm.ts';
import type { CellPlan } from './grid/compareCells.ts';
import type { DrawnGrid } from './grid/gridSettings.ts';

export interface CellPicture {
  /** Object URL of the PNG. */
  url: string;
  png: ArrayBuffer;
  seconds: number;
}

export interface GridCell extends CellPlan {
  /** Null until it is drawn. */
  picture: CellPicture | null;
}

export interface Grid {
  id: string;
  drawn: DrawnGrid;
  /** Row by row. */
  cells: readonly GridCell[];
}

export type CompareRun =
  | { state: 'idle' }
  | { state: 'waiting' }
  | {
      state: 'drawing';
      /** The cell that is being drawn. */
      index: number;
      /** Of this cell, 0 to 1. */
      fraction: number;
      secondsLeft: number | null;
      /** A cell that is drawn and on its way into a PNG, or null. */
      encoding: number | null;
    }
  | { state: 'cancelled' }
  | { state: 'failed'; error: ErrorInfo };

export interface CompareState {
  form: CompareForm;
  grid: Grid | null;
  run: CompareRun;
  /** Why a file could not be opened, or the grid not be saved. */
  fileError: ErrorInfo | null;
}

export const COMPARE_AT_FIRST: CompareState = {
  form: COMPARE_DEFAULTS,
  grid: null,
  run: { state: 'idle' },
  fileError: null,
};

export const isDrawing = ({ state }: CompareRun): boolean => state === 'waiting' || state === 'drawing';

/** Whether this grid is on the page, without that picture of it. */
export function lacks({ grid }: CompareState, id: string, index: number): boolean {
  return grid?.id === id && grid.cells[index]?.picture === null;
}

/** Pictures that can be looked at. */
export const drawnCount = ({ cells }: Grid): number => cells.filter(({ picture }) => picture !== null).length;

/** Pictures that the grid has once all are drawn. */
export const wholeCount = ({ cells }: Grid): number => cells.filter(({ absent }) => !absent).length;

/** Pictures before the one that is being drawn; one that is not a PNG yet is among them. */
export function doneCount(grid: Grid, run: CompareRun): number {
  const onItsWay = run.state === 'drawing' && run.encoding !== null && run.encoding !== run.index;
  return drawnCount(grid) + (onItsWay ? 1 : 0);
}

/** How far a cell without a picture is, 0 to 1; null where its turn has not come. */
export function cellFraction(run: CompareRun, index: number): number | null {
  if (run.state !== 'drawing') return null;
  if (run.index === index) return run.fraction;
  return run.encoding === index ? 1 : null;
}
