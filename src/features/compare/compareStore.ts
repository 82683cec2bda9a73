/** Compare's state on the page, and its run over the studio's workers and storage. */
import { create } from 'zustand';
import type { AdapterRef } from '../../contract/adapters.ts';
import type { ErrorInfo } from '../../contract/errors.ts';
import { StudioError } from '../../contract/errors.ts';
import { t } from '../../kit/language/t.ts';
import { newRecordId } from '../../kit/records/recordId.ts';
import { unlessTaken } from '../../kit/records/tabLocks.ts';
import { encodePng } from '../../session/imageClient.ts';
import { draw } from '../../session/studioClient.ts';
import { startJob } from '../../session/studioStore.ts';
import { pngText } from '../drawing/settings/settingsText.ts';
import { stepsOf } from '../library/checkpoints/checkpointState.ts';
import { adapterAt, useCheckpoints } from '../library/checkpoints/checkpoints.ts';
import { candidates, findAdapter } from '../library/knownAdapters.ts';
import type { LibraryItem } from '../library/libraryState.ts';
import { adapterById, libraryRead, useLibrary } from '../library/libraryStore.ts';
import { markOf, sweepsOf } from '../library/sweeps/sweepMarks.ts';
import { CompareFlow } from './compareFlow.ts';
import type { CompareForm } from './compareForm.ts';
import { adaptersForm, checkpointForm, sweepForm } from './comparePresets.ts';
import type { CompareCellRecord } from './compareRecords.ts';
import { type CompareEvent, reduceCompare } from './compareReducer.ts';
import { type CellPicture, COMPARE_AT_FIRST, type CompareState, type Grid, lacks } from './compareState.ts';
import { followComparison, type KeptGrid, keepCell, keepGrid } from './comparisonRecorder.ts';
import { type CellPlan, cellsOf } from './grid/compareCells.ts';
import type { GridSettings } from './grid/gridSettings.ts';

export const useCompare = create<CompareState>(() => COMPARE_AT_FIRST);

const tell = (event: CompareEvent) => useCompare.setState((state) => reduceCompare(state, event));

const flow = new CompareFlow({
  state: useCompare.getState,
  tell,
  startJob,
  adaptersOf,
  requireWord,
  draw,
  encode: (picture, { settings, adapters }, model) => encodePng(picture, pngText(settings, { model, adapters })),
  show,
  release: (url) => URL.revokeObjectURL(url),
  keepGrid,
  keepCell,
  asOnlyDrawer: (work) => unlessTaken('weft-comparison', work, refuseAsDrawnElsewhere),
  newId: newRecordId,
});

export function editCompare(change: Partial<CompareForm>): void {
  tell({ type: 'edited', change });
}

/** Fills the form with the checkpoints of an adapter; nothing where the library has none of it. */
export function compareCheckpoints(adapter: string): void {
  const record = adapterById(adapter);
  const steps = stepsOf(useCheckpoints.getState(), adapter);
  if (record && steps.length > 0) editCompare(checkpointForm(useCompare.getState().form, record, steps));
}

/** Fills the form with adapters side by side; nothing where the library has none of them. */
export function compareAdapters(ids: readonly string[]): void {
  const records = ids.flatMap((id) => adapterById(id) ?? []);
  if (records.length > 0) editCompare(adaptersForm(useCompare.getState().form, records));
}

/** Fills the form with a sweep's runs, once the library has been read; nothing where it has none of them. */
export async function compareSweep(id: string): Promise<void> {
  await libraryRead();
  const { adapters, embeddings } = useLibrary.getState();
  const sweep = sweepsOf<LibraryItem>([...adapters, ...embeddings], markOf).find((one) => one.id === id);
  if (sweep) editCompare(sweepForm(useCompare.getState().form, sweep));
}

/** Reads the grid that was kept, and goes on hearing of those of other tabs. */
export function loadCompare(): Promise<void> {
  return followComparison(
    (grid) => {
      // Pictures are put on the page only for a grid that is going to be there.
      tell({ type: 'loaded', grid: grid && !useCompare.getState().grid ? asShown(grid) : null });
    },
    (grid) => flow.showOthers(asShown(grid)),
    ({ grid, index, ...picture }) => {
      if (lacks(useCompare.getState(), grid, index)) tell({ type: 'drawn', grid, index, picture: show(picture) });
    },
  );
}

function asShown({ id, drawn, cells }: KeptGrid): Grid {
  const shown = cellsOf(drawn).map((plan, index) => {
    const cell = cells.get(index);
    return { ...plan, picture: cell ? show(cell) : null };
  });
  return { id, drawn, cells: shown };
}

/** Draws a new grid in place of the last one. */
export function drawGrid(settings: GridSettings): Promise<void> {
  return flow.drawGrid(settings);
}

/** Draws those pictures of the last grid that a cancelled run left out. */
export function drawMissing(): Promise<void> {
  return flow.drawMissing();
}

export function cancelGrid(): void {
  flow.cancel();
}

/** Says why a file could not be opened or written; null takes it back. */
export function tellFileError(error: ErrorInfo | null): void {
  tell({ type: 'file-error', error });
}

/** @throws StudioError always: of a grid that is being drawn nothing may be lost by another */
function refuseAsDrawnElsewhere(): never {
  throw new StudioError({
    code: 'busy',
    message: t('A comparison is being drawn in another tab.'),
    advice: t('Wait until it is done, or cancel it there.'),
  });
}

function show({ png, seconds }: Pick<CompareCellRecord, 'png' | 'seconds'>): CellPicture {
  return { png, seconds, url: URL.createObjectURL(new Blob([png], { type: 'image/png' })) };
}

/** The adapters of a picture out of the library. @throws StudioError where one is gone */
function adaptersOf({ adapters }: CellPlan): AdapterRef[] {
  const library = candidates(useLibrary.getState().adapters);
  return adapters.map((adapter) => {
    const found = findAdapter(adapter, library);
    if (found) return { ...adapterAt(found.record, adapter.step), weight: adapter.weight };
    throw new StudioError({
      code: 'adapter-mismatch',
      message: t('The adapter “{name}” is not in the library any more.', { name: adapter.name }),
      advice: t('Choose another one and draw the grid anew.'),
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
    message: t('The word {token} is not in the library any more.', { token: subject.token }),
    advice: t('Choose another one and draw the grid anew.'),
  });
}
