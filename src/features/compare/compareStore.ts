/** The comparison: its form, the last grid, and the run that draws it picture by picture. */

import { create } from 'zustand';
import type { AdapterRef } from '../../contract/adapters.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import { StudioError } from '../../contract/errors.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { paced } from '../../kit/timing/paced.ts';
import { errorInfoOf, isCancelled } from '../../kit/worker/outcome.ts';
import { encodePng } from '../../session/imageClient.ts';
import { draw } from '../../session/studioClient.ts';
import { type Job, type JobControls, startJob } from '../../session/studioStore.ts';
import { sized } from '../drawing/fields/drawing.ts';
import { pngText } from '../drawing/settings/settingsText.ts';
import { adapterAt, stepsOf, useCheckpoints } from '../library/checkpoints/checkpoints.ts';
import { adapterRepository, useLibrary } from '../library/libraryStore.ts';
import { COMPARE_DEFAULTS, type CompareForm } from './compareForm.ts';
import { checkpointForm } from './comparePresets.ts';
import type { CompareCellRecord } from './compareRecords.ts';
import { keepCell, keepForm, keepGrid, readKeptComparison } from './comparisonRecorder.ts';
import { type CellPlan, cellsOf } from './grid/compareCells.ts';
import { gridSecondsLeft, picturesText } from './grid/compareEstimate.ts';
import type { DrawnGrid, GridSettings } from './grid/gridSettings.ts';

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
  cells: GridCell[];
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
    }
  | { state: 'cancelled' }
  | { state: 'failed'; error: ErrorInfo };

interface CompareState {
  form: CompareForm;
  grid: Grid | null;
  run: CompareRun;
  /** Why a file could not be opened, or the grid not be saved. */
  fileError: ErrorInfo | null;
}

/** Milliseconds between two times that the form is kept. */
const KEEP_INTERVAL = 500;

export const useCompare = create<CompareState>(() => ({
  form: COMPARE_DEFAULTS,
  grid: null,
  run: { state: 'idle' },
  fileError: null,
}));

let job: Job<void> | null = null;
const formRecorder = paced<CompareForm>(KEEP_INTERVAL, (form) => void keepForm(form));

export const isDrawing = ({ state }: CompareRun): boolean => state === 'waiting' || state === 'drawing';
export const drawnCount = ({ cells }: Grid): number => cells.filter(({ picture }) => picture !== null).length;

export function editCompare(change: Partial<CompareForm>): void {
  const form = { ...useCompare.getState().form, ...change };
  useCompare.setState({ form });
  formRecorder.offer(form);
}

/** Fills the form with the checkpoints of an adapter; nothing where the library has none of it. */
export function compareCheckpoints(adapter: string): void {
  const record = adapterRepository.byId(adapter);
  const steps = stepsOf(useCheckpoints.getState(), adapter);
  if (record && steps.length > 0) editCompare(checkpointForm(useCompare.getState().form, record, steps));
}

/** Reads what was kept; a form that was edited meanwhile stays. */
export async function loadCompare(): Promise<void> {
  const { form, grid } = await readKeptComparison();
  if (form && useCompare.getState().form === COMPARE_DEFAULTS) useCompare.setState({ form });
  if (!grid || useCompare.getState().grid) return;
  const cells = cellsOf(grid.drawn).map((plan, index) => ({ ...plan, picture: shown(grid.cells.get(index)) }));
  useCompare.setState({ grid: { id: grid.id, drawn: grid.drawn, cells } });
}

/** Draws a new grid in place of the last one. */
export function drawGrid(settings: GridSettings): Promise<void> {
  const chosenSize = useCompare.getState().form.drawing.size;
  return run(picturesText(cellsOf(settings).length), async (controls) => {
    const { model } = controls;
    const drawn = { ...settings, base: sized(settings.base, chosenSize, model), model: model.name };
    const grid: Grid = {
      id: newRecordId(),
      drawn,
      cells: cellsOf(drawn).map((plan) => ({ ...plan, picture: null })),
    };
    clearGrid();
    useCompare.setState({ grid });
    await keepGrid(grid.id, drawn);
    await drawCells(grid, controls);
  });
}

/** Draws those pictures of the last grid that a cancelled run left out. */
export function drawMissing(): Promise<void> {
  const { grid } = useCompare.getState();
  if (!grid) return Promise.resolve();
  return run(picturesText(grid.cells.length - drawnCount(grid)), async (controls) => {
    if (controls.model.name !== grid.drawn.model) {
      throw new StudioError({
        code: 'bad-setting',
        message: `The grid was begun with ${grid.drawn.model}, and ${controls.model.name} is open.`,
        advice: 'Open the same model again, or draw the grid anew.',
      });
    }
    await drawCells(grid, controls);
  });
}

export function cancelGrid(): void {
  job?.cancel();
}

async function run(pictures: string, work: (controls: JobControls) => Promise<void>): Promise<void> {
  if (isDrawing(useCompare.getState().run)) return;
  useCompare.setState({ run: { state: 'waiting' } });
  job = startJob(`Drawing ${pictures}`, false, work);
  try {
    await job.result;
    useCompare.setState({ run: { state: 'idle' } });
  } catch (error) {
    useCompare.setState({
      run: isCancelled(error) ? { state: 'cancelled' } : { state: 'failed', error: errorInfoOf(error) },
    });
  } finally {
    job = null;
  }
}

/** Draws what the grid lacks. Pictures of one size follow one another, since each size has a net of its own. */
async function drawCells(grid: Grid, { model, signal, report }: JobControls): Promise<void> {
  const todo = grid.cells
    .map((cell, index) => ({ ...cell, index }))
    .filter(({ picture }) => picture === null)
    .sort((a, b) => a.settings.size - b.settings.size || a.index - b.index);
  const adapters = todo.map(adaptersOf);
  for (const cell of todo) requireWord(cell);
  let spent = 0;
  for (const [turn, cell] of todo.entries()) {
    const { index, settings } = cell;
    const parts = { done: todo.slice(0, turn), running: [cell], rest: todo.slice(turn + 1) };
    const tell = (fraction: number, current: number | null) => {
      const secondsLeft = gridSecondsLeft(parts, spent, current, model);
      report((turn + fraction) / todo.length, secondsLeft);
      useCompare.setState({ run: { state: 'drawing', index, fraction, secondsLeft } });
    };
    tell(0, null);
    const { picture, seconds } = await draw(
      { settings, adapters: adapters[turn] ?? [] },
      ({ step, steps, secondsLeft }) => tell(step / steps, secondsLeft),
      signal,
    );
    spent += seconds;
    const png = await encodePng(picture, pngText(settings, { model: model.name, adapters: cell.adapters }));
    addPicture(grid.id, index, { png, seconds });
    await keepCell({ grid: grid.id, index, png, seconds });
  }
}

/** The adapters of a picture out of the library. @throws StudioError where one is gone */
function adaptersOf({ adapters }: CellPlan): AdapterRef[] {
  const library = useLibrary.getState().adapters;
  return adapters.map(({ name, weight, step }) => {
    const record = library.find((candidate) => candidate.name === name);
    if (record) return { ...adapterAt(record, step), weight };
    throw new StudioError({
      code: 'adapter-mismatch',
      message: `The adapter “${name}” is not in the library any more.`,
      advice: 'Choose another one and draw the grid anew.',
    });
  });
}

/** @throws StudioError where the word that a picture is drawn with is gone: its token would mean nothing */
function requireWord({ subject }: CellPlan): void {
  if (subject?.kind !== 'word') return;
  const { embeddings } = useLibrary.getState();
  if (embeddings.some(({ embedding }) => embedding.token === subject.token)) return;
  throw new StudioError({
    code: 'adapter-mismatch',
    message: `The word ${subject.token} is not in the library any more.`,
    advice: 'Choose another one and draw the grid anew.',
  });
}

function addPicture(grid: string, index: number, drawn: Pick<CompareCellRecord, 'png' | 'seconds'>): void {
  useCompare.setState(({ grid: current }) => {
    if (current?.id !== grid) return {};
    const cells = current.cells.map((cell, other) => (other === index ? { ...cell, picture: shown(drawn) } : cell));
    return { grid: { ...current, cells } };
  });
}

function clearGrid(): void {
  for (const { picture } of useCompare.getState().grid?.cells ?? []) if (picture) URL.revokeObjectURL(picture.url);
  useCompare.setState({ grid: null });
}

function shown(drawn: Pick<CompareCellRecord, 'png' | 'seconds'>): CellPicture;
function shown(drawn: Pick<CompareCellRecord, 'png' | 'seconds'> | undefined): CellPicture | null;
function shown(drawn: Pick<CompareCellRecord, 'png' | 'seconds'> | undefined): CellPicture | null {
  if (!drawn) return null;
  const { png, seconds } = drawn;
  return { png, seconds, url: URL.createObjectURL(new Blob([png], { type: 'image/png' })) };
}
