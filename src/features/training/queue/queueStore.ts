/** The queue of runs on the page: the flow over the browser's storage and locks, and over training. */
import { toast } from 'sonner';
import type { TrainSettings } from '../../../contract/training.ts';
import { offerUndo } from '../../../kit/components/offerUndo.ts';
import { t } from '../../../kit/language/t.ts';
import { nextPlace } from '../../../kit/records/places.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { holdShared, isHeldShared } from '../../../kit/records/tabLocks.ts';
import { askToKeep } from '../../../session/lastingStorage.ts';
import { notifyError, readKept } from '../../../session/noticesStore.ts';
import { openStudio, useStudio } from '../../../session/studioStore.ts';
import { imagesOnceRead } from '../../dataset/datasetStore.ts';
import { openedDataset } from '../../dataset/subjects/runImages.ts';
import { isInLibrary } from '../../library/records/libraryIds.ts';
import { type RunRecord, runRecords } from '../../library/records/runRecords.ts';
import { useOwnClassImages } from '../classImages/ownClassImages.ts';
import { onceNobodyTrains } from '../run/oneTrainer.ts';
import { hearRuns } from '../run/runListeners.ts';
import { goOnTraining, startTraining } from '../run/trainingActions.ts';
import { isActive } from '../run/trainingState.ts';
import { useTraining } from '../run/trainingStore.ts';
import { discardRun } from '../unfinished/unfinishedRuns.ts';
import { queuedRuns, type RunToQueue } from './queuedRun.ts';
import { QueueFlow } from './queueFlow.ts';
import { useQueue } from './queueHere.ts';
import { queueRecords } from './queueRecords.ts';
import { reduceQueue } from './queueReducer.ts';
import { isBusy, type QueueEvent } from './queueState.ts';
import { queueStorage } from './queueStorage.ts';

/** Of the tabs one gives out turns. */
const TURNS = 'weft-queue';
/** Held by a tab from the moment that a run is begun there until its end is noted. */
const UNDER_WAY = 'weft-run';

const tell = (event: QueueEvent) => useQueue.setState((state) => reduceQueue(state, event), true);

const flow = new QueueFlow({
  state: useQueue.getState,
  tell,
  storage: queueStorage,
  alone: async (work) => {
    await (navigator.locks ? navigator.locks.request(TURNS, work) : work());
  },
  hold: () => holdShared(UNDER_WAY),
  nobodyTrains: async () => {
    await navigator.locks?.request(UNDER_WAY, () => undefined);
    await onceNobodyTrains(async () => undefined);
  },
  isTraining: () => isActive(useTraining.getState().run),
  trainsElsewhere: () => isHeldShared(UNDER_WAY),
  model: () => openStudio(),
  unfinished: async (id) => (await runRecords.readSome([id])).records[0] ?? null,
  isInLibrary,
  train: {
    start: ({ id, settings }) => startTraining(settings, { id }),
    goOn: (record) => goOnTraining(record, false),
  },
  nextPlace: (known) => nextPlace('queue', known),
  now: Date.now,
});

/** Reads the queue, goes on hearing what other tabs do to it, and lets runs have their turns. */
export async function loadQueue(): Promise<void> {
  hearRuns({ begun: (id, name) => flow.begun(id, name), over: (id, end) => flow.over(id, end) });
  const load = async () => tell({ type: 'read', records: await readKept(queueRecords) });
  await queueRecords.follow(load, ({ written, removed }) => {
    tell({ type: 'changed', written, removed });
    flow.wake();
  });
  // A run whose model was not open may have its turn by now.
  useStudio.subscribe(({ opening }, before) => {
    if (opening.state === 'ready' && opening !== before.opening) flow.wake();
  });
  flow.wake();
  await queueStorage.tidy().catch(() => undefined);
}

/** Starts a run at once where nothing is under way and nothing waits; else it goes to the end of the queue. */
export async function startOrQueue(settings: TrainSettings): Promise<void> {
  if (!isBusy(useQueue.getState())) return startTraining(settings);
  if (await queueUp([{ id: newRecordId(), settings, sweep: null }])) {
    toast(t('“{adapterName}” is in the queue.', { adapterName: settings.adapterName }));
  }
}

/** Puts runs at the end of the queue, all or none; gives whether they are there. */
export async function queueUp(runs: readonly RunToQueue[]): Promise<boolean> {
  try {
    const [images, model] = await Promise.all([imagesOnceRead(new AbortController().signal), openStudio()]);
    const ownClassImages = useOwnClassImages.getState().images.map(({ id }) => id);
    await flow.add(await queuedRuns(runs, { images, model, dataset: openedDataset(), ownClassImages }));
    void askToKeep();
    return true;
  } catch (error) {
    notifyError(error);
    return false;
  }
}

/** Takes runs out of the queue, and offers to put them back. @param what they are called, as the beginning of a sentence */
export async function removeFromQueue(ids: readonly string[], what: string): Promise<void> {
  const { items, undo } = await flow.remove(ids);
  if (items.length === 0) return;
  offerUndo(t('{what} out of the queue.', { what }), { undo, again: () => removeFromQueue(ids, what) });
}

/** Gives an unfinished run up for good, wherever it stands. */
export async function discardUnfinished(record: RunRecord): Promise<void> {
  await discardRun(record);
  flow.over(record.id, { end: 'discarded' });
}

export const moveInQueue = (id: string, by: -1 | 1): void => void flow.move(id, by);
export const putInQueue = (id: string, before: string | null): void => void flow.putBefore(id, before);
export const holdQueue = (): void => void flow.hold();
export const goOnWithQueue = (): void => void flow.goOn();
export const tryAgain = (id: string): void => void flow.tryAgain(id);
