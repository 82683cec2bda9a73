/**
 * The way of a training run: from its form through the worker into storage and the library. All that it needs beside the
 * run itself is handed in, so that it runs without a page.
 */
import type { Picture } from '../../../contract/drawing.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';
import type { DatasetRef, SweepMark } from '../../../contract/runs/runs.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { TrainEvent, TrainImage, TrainRequest, TrainResult } from '../../../contract/trainingJob.ts';
import { t } from '../../../kit/language/t.ts';
import { errorInfoOf, isCancelled, isPaused } from '../../../kit/worker/outcome.ts';
import type { Job, JobControls } from '../../../session/studioFlow.ts';
import type { LibraryItem } from '../../library/libraryState.ts';
import type { RunRecord } from '../../library/records/runRecords.ts';
import { changeMidRun } from '../../memory/changeMidRun.ts';
import type { ClassSampling } from '../classImages/classSets.ts';
import type { GivenClassImages } from '../classImages/givenClassImages.ts';
import type { Earlier } from './earlierSession.ts';
import { followRun } from './followRun.ts';
import { type keepLearnt, learntFields } from './keepLearnt.ts';
import { RunRecorder, type RunStorage } from './runRecorder.ts';
import { isActive, type RunEvent, type TrainingEvent, type TrainingState } from './trainingState.ts';
import { settingsWithOwn, trainRequest } from './trainRequest.ts';

/** Whom a run deals with. */
export interface TrainingParts {
  state: () => TrainingState;
  apply: (event: TrainingEvent) => void;
  /** The queue of the device's jobs. */
  startJob: (
    title: string,
    precious: boolean,
    work: (controls: JobControls) => Promise<void>,
    cancel: () => void,
  ) => Job<void>;
  /** @throws StudioError `busy` where another tab trains */
  asOnlyTrainer: (work: () => Promise<void>) => Promise<void>;
  worker: {
    train: (request: TrainRequest, onEvent: (event: TrainEvent) => void, signal: AbortSignal) => Promise<TrainResult>;
    stop: () => void;
    pause: () => void;
  };
  /** Shows a run's settings in the form. */
  fillForm: (settings: TrainSettings) => void;
  /** The dataset that a run which is begun now learns from, or was put into the queue with; null where that isn't known. */
  dataset: (id: string) => DatasetRef | null;
  /**
   * What a run learns from: its own pictures where it stood in the queue, else those of its dataset, once all that was added to
   * it has been read.
   * @param record of a run that goes on; null for one that begins
   * @throws StudioError `cancelled` where the run is given up meanwhile, `no-images` where its dataset was deleted
   */
  images: (
    id: string,
    dataset: DatasetRef | null,
    record: RunRecord | null,
    signal: AbortSignal,
  ) => Promise<readonly TrainImage[]>;
  /** The sweep that a run is of; null where it is of none. */
  sweepOf: (id: string) => SweepMark | null;
  /** Hears that a run was begun or gone on with, and how that ended, whoever asked for it. */
  begun: (id: string, name: string) => void;
  over: (id: string, end: RunEnd) => void;
  classSampling: (settings: TrainSettings, model: ModelInfo, record: RunRecord | null) => ClassSampling;
  /** @throws StudioError where a person's own are asked for and are not there */
  classImages: (
    settings: TrainSettings,
    record: RunRecord | null,
    model: ModelInfo,
    sampling: ClassSampling,
    id: string,
  ) => Promise<GivenClassImages>;
  storage: RunStorage;
  runs: {
    leftOf: (record: RunRecord | null) => Promise<Earlier>;
    withdraw: (id: string) => void;
    discard: (record: RunRecord) => Promise<void>;
  };
  library: {
    keep: typeof keepLearnt;
    /** Draws a picture with what was learnt where that is quick. */
    picture: (item: LibraryItem) => void;
  };
  thumbnailOf: (image: Blob) => Promise<ArrayBuffer | null>;
  encodePng: (picture: Picture) => Promise<ArrayBuffer>;
  newId: () => string;
  /** Milliseconds that only ever grow. */
  clock: () => number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** How a run ended that this page was at. */
export type RunEnd =
  /** What it learnt is in the library; `stored` tells whether storage took it. */
  | { end: 'learnt'; stored: boolean }
  /** Its person ended it before its first step, or it made way for something else. */
  | { end: 'cancelled' }
  | { end: 'paused' }
  | { end: 'discarded' }
  | { end: 'failed'; error: ErrorInfo };

/** A run that waited in the queue until its turn came. */
export interface QueuedStart {
  /** The run's own, under which the queue has its pictures. */
  id: string;
}

export interface TrainingFlow {
  /**
   * Starts a run on the dataset, with what is still being read, or one of the queue; while another is active, nothing
   * happens.
   */
  start: (settings: TrainSettings, queued?: QueuedStart) => Promise<void>;
  /**
   * Goes on with a run that was broken off, from its last checkpoint. Where memory ran out in it the settings that take
   * less are taken over, as far as they leave what learns as it is.
   * @param showing whether the form shows its settings then; one of the queue leaves it alone
   */
  goOn: (record: RunRecord, showing?: boolean) => Promise<void>;
  /** Ends the run after its step and keeps what was learnt; a run that waits for its turn has nothing to keep. */
  stop: () => void;
  /** Ends the run after a checkpoint; it goes on from there when its person likes. */
  pause: () => void;
  /**
   * Ends the run so that the device is free, and loses nothing: it is offered again from where it stood. What waits for its
   * turn, or has not begun to learn, ends at once, from its last checkpoint; so does one that is asked a second time, since
   * a worker that hangs never comes to the end of its step.
   */
  giveWay: () => void;
  /** Ends the run and keeps nothing. */
  discard: () => void;
  /** Gives up a run that was paused. */
  discardPaused: (record: RunRecord) => Promise<void>;
}

/** What becomes of a run that ends before its time. */
interface Fate {
  /** Whether its person gave it up. */
  discarding: boolean;
  /** Whether it was asked to end without losing anything. */
  givingWay: boolean;
  /** Whether there is something to go on from. */
  offered: boolean;
}

export function trainingFlow(parts: TrainingParts): TrainingFlow {
  /** The active run's job, and whether its person gave it up. */
  let current: (Fate & { job: Job<void> }) | null = null;

  function giveWay(): void {
    if (!current) return;
    const first = !current.givingWay;
    current.givingWay = true;
    if (first && parts.state().run.state === 'running') parts.worker.pause();
    else current.job.cancel();
  }

  async function begin(settings: TrainSettings, record: RunRecord | null, id: string): Promise<void> {
    if (isActive(parts.state().run)) return;
    const session = parts.state().session + 1;
    // Another one may be open by the time that its turn comes.
    const dataset = (record ? record.dataset : parts.dataset(id)) ?? null;
    let end: RunEnd = { end: 'cancelled' };
    const tell = (event: RunEvent) => parts.apply({ session, ...event });
    tell({ kind: 'begun' });
    parts.begun(id, settings.adapterName);
    const fate: Fate = { discarding: false, givingWay: false, offered: record !== null };
    const job = parts.startJob(
      t('Training “{adapterName}”', { adapterName: settings.adapterName }),
      true,
      (controls) =>
        parts.asOnlyTrainer(async () => {
          end = await runTraining(parts, { id, settings, dataset, record }, controls, tell, fate);
        }),
      giveWay,
    );
    const mine = Object.assign(fate, { job });
    current = mine;
    try {
      await job.result;
    } catch (error) {
      const offered = mine.offered && !mine.discarding;
      const cancelled = { kind: 'cancelled', ...(offered && { offered }) } as const;
      tell(isCancelled(error) ? cancelled : { kind: 'failed', id, error: errorInfoOf(error) });
      if (isCancelled(error)) end = { end: mine.discarding ? 'discarded' : 'cancelled' };
      else end = { end: 'failed', error: errorInfoOf(error) };
      // Where it was still waiting, nobody else has deleted what an earlier session kept.
      if (mine.discarding && record) await parts.runs.discard(record);
    } finally {
      if (current === mine) current = null;
      parts.over(id, end);
    }
  }

  return {
    start: (settings, queued) => begin(settings, null, queued?.id ?? parts.newId()),
    goOn: (record, showing = true) => {
      const next = settingsToGoOn(record, parts.state());
      if (showing) parts.fillForm(next);
      return begin(next, record, record.id);
    },
    stop: () => {
      if (parts.state().run.state === 'waiting') current?.job.cancel();
      else parts.worker.stop();
    },
    pause: () => parts.worker.pause(),
    giveWay,
    discard: () => {
      if (!current) return;
      current.discarding = true;
      current.job.cancel();
    },
    discardPaused: async (record) => {
      parts.apply({ session: parts.state().session, kind: 'cancelled' });
      await parts.runs.discard(record);
      parts.over(record.id, { end: 'discarded' });
    },
  };
}

/** A run's settings, with what takes less memory where it is shown that it ran out of it. */
function settingsToGoOn({ id, settings }: RunRecord, { run }: TrainingState): TrainSettings {
  const proposal = run.state === 'failed' && run.id === id ? run.error.proposal : null;
  return proposal && settings.method === 'lora' ? { ...settings, ...changeMidRun(proposal.change) } : settings;
}

/** A run that waits for its turn. */
interface AskedRun {
  id: string;
  settings: TrainSettings;
  dataset: DatasetRef | null;
  record: RunRecord | null;
}

/** The run itself, once its turn has come. */
async function runTraining(
  parts: TrainingParts,
  { id, settings: asked, dataset, record }: AskedRun,
  controls: JobControls,
  tell: (event: RunEvent) => void,
  fate: Fate,
): Promise<RunEnd> {
  const { model, signal } = controls;
  const images = await parts.images(id, dataset, record, signal);
  const sweep = parts.sweepOf(id);
  const classSampling = parts.classSampling(asked, model, record);
  const classImages = await parts.classImages(asked, record, model, classSampling, id);
  const settings = settingsWithOwn(asked, classImages.own);
  const earlier = await parts.runs.leftOf(record);
  parts.runs.withdraw(id);
  const madeFrom = {
    ownClassImages: classImages.own ?? [],
    fewStepAdapter: classSampling.adapter,
    ...(dataset && { dataset }),
  };
  const { checkpoint, unwritten } = earlier;
  const recorder = new RunRecorder(id, settings, record, madeFrom, parts.storage, unwritten ? checkpoint : null);
  const { encodePng, clock } = parts;
  const before = { ...earlier, classImages, classSampling };
  const run = followRun(settings, before, { recorder, tell, encodePng, clock }, controls);
  const request = trainRequest({ id, settings, model, images, classImages, classSampling, record, checkpoint });
  let result: TrainResult;
  try {
    // Settled also when the run fails, so that all that was heard is shown before its end.
    result = await parts.worker.train(request, run.onEvent, signal).finally(run.settle);
  } catch (error) {
    if (isPaused(error)) {
      const step = await recorder.paused();
      tell({ kind: 'paused', id, step, steps: settings.steps });
      return { end: 'paused' };
    }
    if (fate.discarding && isCancelled(error)) await recorder.givenUp();
    else fate.offered = await recorder.brokenOff();
    throw error;
  }
  const { stepsDone, stepsTaken, stopped } = result;
  const seconds = result.seconds + (checkpoint?.seconds ?? 0);
  const ended = { kind: 'ended', stopped, stepsDone, stepsTaken, seconds } as const;
  if (stepsDone === 0) {
    tell({ ...ended, outcome: null });
    await recorder.givenUp();
    return { end: 'cancelled' };
  }
  const thumbnail = images[0] ? await parts.thumbnailOf(images[0].bytes) : null;
  const { losses, evaluations } = run;
  const finished = {
    id,
    settings,
    losses,
    evaluations,
    stepsDone,
    // One that goes on finds its own among those that there are now.
    images: record?.identity.images.length ?? images.length,
    dataset,
    seconds,
    endedAt: parts.now(),
    thumbnail,
    sweep,
  };
  const outcome = await parts.library.keep(result.item, learntFields(finished));
  // While it lives on this page alone, its last checkpoint is all that outlives a reload.
  if (outcome.kept) await recorder.over();
  parts.library.picture(outcome.item);
  tell({ ...ended, outcome });
  return { end: 'learnt', stored: outcome.kept };
}
