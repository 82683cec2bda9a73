/** Runs that come home on the page: the flow over the studio's workers, storage and library. */
import { create } from 'zustand';
import { studioError } from '../../../contract/errors.ts';
import { removeEarlierStates } from '../../../files/runStates.ts';
import { storedFiles } from '../../../files/storedFiles.ts';
import { thumbnailOf } from '../../../kit/images/thumbnail.ts';
import { t } from '../../../kit/language/t.ts';
import { squarePixels, unpackPictures } from '../../../session/imageClient.ts';
import { notifyError } from '../../../session/noticesStore.ts';
import { importAdapter, takeRunNumbers } from '../../../session/studioClient.ts';
import { openStudio } from '../../../session/studioStore.ts';
import { drawThumbnailIfQuick } from '../../library/adapterPicture.ts';
import { stepsOf } from '../../library/checkpoints/checkpointState.ts';
import { keepCheckpoint, useCheckpoints } from '../../library/checkpoints/checkpoints.ts';
import { importFiles } from '../../library/files/adapterImports.ts';
import { keepLora } from '../../library/keepLora.ts';
import { itemById } from '../../library/libraryState.ts';
import { keepItem, libraryRead, useLibrary } from '../../library/libraryStore.ts';
import { isInLibrary } from '../../library/records/libraryIds.ts';
import {
  type CheckpointRecord,
  checkpointRecords,
  type RunRecord,
  runRecords,
  sampleRecords,
} from '../../library/records/runRecords.ts';
import { asOnlyTrainer } from '../run/oneTrainer.ts';
import { isActive } from '../run/trainingState.ts';
import { useTraining } from '../run/trainingStore.ts';
import { checkpointOf, forgetRun, offerRun } from '../unfinished/unfinishedRuns.ts';
import { HomeFlow } from './homeFlow.ts';
import { type HomeEvent, type HomeState, NOBODY_HOME, reduceHome } from './homeState.ts';
import type { Present } from './runParts.ts';
import { showRun } from './showRun.ts';

export const useHome = create<HomeState>(() => NOBODY_HOME);

const tell = (event: HomeEvent) => useHome.setState((state) => reduceHome(state, event));

const flow = new HomeFlow({
  tell,
  unpack: unpackPictures,
  takeNumbers: takeRunNumbers,
  pixels: squarePixels,
  thumbnailOf,
  present,
  library: {
    keepLora,
    keepWord: keepItem,
    item: (id) => itemById(useLibrary.getState(), id),
    draw: drawThumbnailIfQuick,
  },
  keepCheckpoint,
  writeSample: (record) => sampleRecords.write(record),
  runs: { alone: whileNobodyTrains, offer, forget: forgetRun },
  readAdapter,
  importFiles,
  show: showRun,
  now: Date.now,
});

/** Takes the runs in these files: folders `out/`, or zips of them. How it goes is seen in the store. */
export function bringHome(files: readonly File[]): void {
  flow.bring(files).catch(notifyError);
}

export function dismissHome(): void {
  tell({ type: 'dismissed' });
}

async function present(id: string): Promise<Present> {
  await libraryRead();
  const item = itemById(useLibrary.getState(), id);
  const [record] = (await runRecords.readSome([id])).records;
  return {
    inLibrary: item !== null || (await isInLibrary(id)),
    bytes: item?.method === 'lora' ? item.adapter.bytes : null,
    unfinished: record ? { record, step: (await checkpointOf(record))?.step ?? 0 } : null,
    kept: stepsOf(useCheckpoints.getState(), id),
  };
}

/** @throws StudioError `busy` where a run is under way, here or in another tab */
function whileNobodyTrains<T>(work: () => Promise<T>): Promise<T> {
  if (!isActive(useTraining.getState().run)) return asOnlyTrainer(work);
  throw studioError(
    'busy',
    t('A run is under way: an unfinished one can’t come home meanwhile.'),
    t('Pause it or wait until it is done, and bring the folder then.'),
  );
}

/** The record is written before the state that it speaks of is the only one: a crash in between offers the one before. */
async function offer(record: RunRecord, checkpoint: CheckpointRecord): Promise<void> {
  await runRecords.write(record);
  const unwritten = checkpoint.state !== null;
  if (!unwritten) {
    await checkpointRecords.write(checkpoint);
    // What can't be deleted now goes with the next.
    await removeEarlierStates(storedFiles, record.id, checkpoint.step).catch(() => undefined);
  }
  await offerRun(record, unwritten ? checkpoint : null);
}

async function readAdapter(id: string, file: File) {
  await openStudio();
  const result = await importAdapter({ id, files: [file], leaveOut: false });
  if (result.whole) return result.imported.item;
  throw studioError(
    'adapter-mismatch',
    t('It does not fit the model that is open as it is.'),
    t('Open the model that it was made for, or import its file in the library.'),
  );
}
