/** Draws what a grid lacks, picture after picture; while one becomes a PNG and is kept, the next is being drawn. */
import type { Picture } from '../../../contract/drawing.ts';
import type { DrawProgress, DrawRequest, DrawResult } from '../../../contract/studioWorker.ts';
import { OneBehind } from '../../../kit/timing/OneBehind.ts';
import { PICTURE_INTERVAL, paced } from '../../../kit/timing/paced.ts';
import { isCancelled } from '../../../kit/worker/outcome.ts';
import type { JobControls } from '../../../session/studioFlow.ts';
import type { CompareCellRecord } from '../compareRecords.ts';
import type { CompareEvent } from '../compareReducer.ts';
import type { CellPicture, Grid, GridCell } from '../compareState.ts';
import type { CellPlan } from './compareCells.ts';
import { gridSecondsLeft } from './compareEstimate.ts';

/** What drawing pictures needs of the rest of the studio. */
export interface CellTools {
  tell: (event: CompareEvent) => void;
  /** The adapters of a picture. @throws StudioError where one is gone */
  adaptersOf: (cell: CellPlan) => DrawRequest['adapters'];
  /** @throws StudioError where the word that a picture is drawn with is gone */
  requireWord: (cell: CellPlan) => void;
  draw: (
    request: DrawRequest,
    onProgress: (progress: DrawProgress) => void,
    signal: AbortSignal,
  ) => Promise<DrawResult>;
  /** A picture as PNG with its settings inside. The picture's buffer is handed over. */
  encode: (picture: Picture, cell: CellPlan, model: string) => Promise<ArrayBuffer>;
  show: (drawn: Pick<CompareCellRecord, 'png' | 'seconds'>) => CellPicture;
  /** A refusal of storage is told to the person there; the picture stays on the page. */
  keepCell: (cell: Pick<CompareCellRecord, 'grid' | 'index' | 'png' | 'seconds'>) => Promise<void>;
}

interface OpenCell extends GridCell {
  index: number;
}

/**
 * Draws the pictures that a grid lacks. Those that are drawn when the run ends, for whatever reason, are encoded and kept.
 * @throws StudioError where a picture could not be drawn or encoded, or the job was ended
 */
export async function drawCells(grid: Grid, controls: JobControls, tools: CellTools): Promise<void> {
  const todo = openCells(grid);
  const adapters = todo.map(tools.adaptersOf);
  for (const cell of todo) tools.requireWord(cell);
  const behind = new OneBehind();
  const signal = AbortSignal.any([controls.signal, behind.failed]);
  let failure: { error: unknown } | null = null;
  try {
    await drawInTurn(todo, adapters, { ...controls, signal }, tools, (cell, result) =>
      behind.handOver(() => keepPicture(grid.id, cell, result, controls.model.name, tools)),
    );
  } catch (error) {
    failure = { error };
  }
  const encoding = await behind.settle();
  // Where encoding failed, drawing was ended for it; a failure of drawing's own comes first.
  if (failure && !(encoding && isCancelled(failure.error))) throw failure.error;
  if (encoding) throw encoding.error;
}

/** Pictures of one size follow one another, since each size has a net of its own. */
function openCells({ cells }: Grid): OpenCell[] {
  return cells
    .map((cell, index) => ({ ...cell, index }))
    .filter(({ picture, absent }) => picture === null && !absent)
    .sort((a, b) => a.settings.size - b.settings.size || a.index - b.index);
}

/** @param onDrawn takes each picture, and lets the next one begin */
async function drawInTurn(
  todo: readonly OpenCell[],
  adapters: readonly DrawRequest['adapters'][],
  { model, signal, report }: JobControls,
  { tell, draw }: CellTools,
  onDrawn: (cell: OpenCell, result: DrawResult) => Promise<void>,
): Promise<void> {
  let spent = 0;
  for (const [turn, cell] of todo.entries()) {
    const { index, settings } = cell;
    const parts = { done: todo.slice(0, turn), running: [cell], rest: todo.slice(turn + 1) };
    const { offer: progress, flush } = paced<{ fraction: number; current: number | null }>(
      PICTURE_INTERVAL,
      ({ fraction, current }) => {
        const secondsLeft = gridSecondsLeft(parts, spent, current, model);
        report((turn + fraction) / todo.length, secondsLeft);
        tell({ type: 'drawing', index, fraction, secondsLeft });
      },
    );
    progress({ fraction: 0, current: null });
    const result = await draw(
      { settings, adapters: adapters[turn] ?? [] },
      ({ step, steps, secondsLeft }) => progress({ fraction: step / steps, current: secondsLeft }),
      signal,
    ).finally(flush);
    spent += result.seconds;
    await onDrawn(cell, result);
  }
}

async function keepPicture(
  grid: string,
  cell: OpenCell,
  { picture, seconds }: DrawResult,
  model: string,
  { tell, encode, show, keepCell }: CellTools,
): Promise<void> {
  const { index } = cell;
  tell({ type: 'encoding', index });
  const png = await encode(picture, cell, model);
  tell({ type: 'drawn', grid, index, picture: show({ png, seconds }) });
  await keepCell({ grid, index, png, seconds });
}
