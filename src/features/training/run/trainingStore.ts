/** The training run: its progress, its losses, and what it leaves in the library. */
import { create } from 'zustand';
import type { LearntItem } from '../../../contract/adapters.ts';
import type { Picture } from '../../../contract/drawing.ts';
import type { ErrorInfo } from '../../../contract/errors.ts';
import { LIMITS } from '../../../contract/limits.ts';
import type { EvaluationPoint, LossPoint } from '../../../contract/runs.ts';
import type { ModelInfo } from '../../../contract/studioWorker.ts';
import type { TrainSettings } from '../../../contract/training.ts';
import type { TrainEvent, TrainProgress, TrainResult } from '../../../contract/trainingJob.ts';
import { thumbnailOf } from '../../../kit/images/thumbnail.ts';
import { newRecordId } from '../../../kit/records/recordId.ts';
import { paced } from '../../../kit/timing/paced.ts';
import { errorInfoOf, isCancelled, isPaused } from '../../../kit/worker/outcome.ts';
import { encodePng } from '../../../session/imageClient.ts';
import { pauseTraining, stopTraining, train } from '../../../session/studioClient.ts';
import { type Job, type JobControls, startJob } from '../../../session/studioStore.ts';
import { useDataset } from '../../dataset/datasetStore.ts';
import { defaultSampling, SKETCH_STEPS } from '../../drawing/settings/samplingPresets.ts';
import { drawThumbnailIfQuick } from '../../library/adapterPicture.ts';
import { samplesOf } from '../../library/checkpoints/runArtifacts.ts';
import { keepLora } from '../../library/keepLora.ts';
import { embeddingRepository, type LibraryItem } from '../../library/libraryStore.ts';
import type { LibraryRecord } from '../../library/records/libraryFields.ts';
import type { CheckpointRecord, RunRecord } from '../../library/records/runRecords.ts';
import { changeMidRun } from '../../memory/memoryPlan.ts';
import type { ClassSetRecord } from '../classImages/classImageRecords.ts';
import { classSamplingOf } from '../classImages/classSampling.ts';
import { type ClassSampling, classSetFor, readClassImages } from '../classImages/classSets.ts';
import { requireOwnClassImages } from '../classImages/ownClassImages.ts';
import { fillTrainForm } from '../form/trainForm.ts';
import { asOnlyTrainer } from './oneTrainer.ts';
import { RunRecorder } from './runRecorder.ts';
import { trainingFraction, trainingSecondsLeft } from './trainingProgress.ts';
import { checkpointOf, discardRun, withdrawRun } from './unfinishedRuns.ts';

export type TrainingRun =
  | { state: 'idle' }
  | { state: 'waiting' }
  | {
      state: 'running';
      progress: Pick<TrainProgress, 'phase' | 'done' | 'total' | 'secondsLeft'>;
      fraction: number;
      speed: Speed | null;
    }
  | {
      state: 'ended';
      stopped: boolean;
      outcome: RunOutcome | null;
      /** The steps that what was kept learnt in, and those that were taken. */
      stepsDone: number;
      stepsTaken: number;
      seconds: number;
    }
  /** `id` is that of its offer among the unfinished runs. */
  | { state: 'paused'; id: string; step: number; steps: number }
  | { state: 'cancelled' }
  | { state: 'failed'; error: ErrorInfo };

/** How fast a run takes its steps, at which learning rate, and how many of them changed nothing since their gradient overflowed. */
export type Speed = Pick<
  Extract<TrainProgress, { phase: 'train' }>,
  'secondsPerStep' | 'skippedSteps' | 'learningRate'
>;

/** A picture drawn with what a run had learnt by a step. */
export interface SamplePicture {
  /** What it shows: what is learnt, or the class. */
  of: 'learnt' | 'class';
  step: number;
  seed: number;
  picture: Picture;
}

/** What a run left in the library, and whether storage took it. */
export interface RunOutcome {
  item: LibraryItem;
  kept: boolean;
}

/** The class images of a run, as PNG and in their order. */
export interface ClassImages {
  images: readonly ArrayBuffer[];
  /** How many of them, from the first on, were there before. */
  reused: number;
  /** Whether they are a person's own. */
  own: boolean;
}

interface TrainingState {
  run: TrainingRun;
  losses: LossPoint[];
  evaluations: readonly EvaluationPoint[];
  /** Of the prior loss in the total. */
  priorWeight: number;
  /** In the order in which they were drawn. */
  samples: readonly SamplePicture[];
  classImages: ClassImages;
}

const NO_CLASS_IMAGES: ClassImages = { images: [], reused: 0, own: false };

/** Milliseconds between two updates of what the panel shows, so that the chart never holds up the page. */
const SHOW_INTERVAL = 250;

export const useTraining = create<TrainingState>(() => ({
  run: { state: 'idle' },
  losses: [],
  priorWeight: 0,
  evaluations: [],
  samples: [],
  classImages: NO_CLASS_IMAGES,
}));

let job: Job<void> | null = null;
/** Whether the run that is ending was given up by its person. */
let discarding = false;

export const isActive = ({ state }: TrainingRun): boolean => state === 'waiting' || state === 'running';

/** Starts a run on the dataset as it is now. */
export function startTraining(settings: TrainSettings): Promise<void> {
  return begin(settings, null);
}

/**
 * Goes on with a run that was broken off, from its last checkpoint. Where memory ran out in it the settings that take
 * less are taken over, as far as they leave what learns as it is.
 */
export function goOnTraining(record: RunRecord): Promise<void> {
  const { run } = useTraining.getState();
  const proposal = run.state === 'failed' ? run.error.proposal : null;
  const { settings } = record;
  const next = proposal && settings.method === 'lora' ? { ...settings, ...changeMidRun(proposal.change) } : settings;
  fillTrainForm(next);
  return begin(next, record);
}

async function begin(settings: TrainSettings, record: RunRecord | null): Promise<void> {
  if (isActive(useTraining.getState().run)) return;
  useTraining.setState({
    run: { state: 'waiting' },
    losses: [],
    evaluations: [],
    samples: [],
    classImages: NO_CLASS_IMAGES,
  });
  discarding = false;
  job = startJob(`Training “${settings.adapterName}”`, true, (controls) =>
    asOnlyTrainer(() => runTraining(settings, record, controls)),
  );
  try {
    await job.result;
  } catch (error) {
    useTraining.setState({
      run: isCancelled(error) ? { state: 'cancelled' } : { state: 'failed', error: errorInfoOf(error) },
    });
    // Where it was still waiting, nobody else has deleted what an earlier session kept.
    if (discarding && record) await discardRun(record);
  } finally {
    job = null;
  }
}

/** Ends the run after its step and keeps what was learnt; a run that waits for its turn has nothing to keep. */
export function stopKeeping(): void {
  if (useTraining.getState().run.state === 'waiting') job?.cancel();
  else stopTraining();
}

/** Ends the run after a checkpoint; it goes on from there when its person likes. */
export function pauseRun(): void {
  pauseTraining();
}

/** Gives up a run that was paused. */
export async function discardPaused(record: RunRecord): Promise<void> {
  useTraining.setState({ run: { state: 'cancelled' } });
  await discardRun(record);
}

/** Ends the run and keeps nothing. */
export function discardTraining(): void {
  discarding = true;
  job?.cancel();
}

async function runTraining(asked: TrainSettings, record: RunRecord | null, controls: JobControls): Promise<void> {
  const id = record?.id ?? newRecordId();
  const sampling = classSamplingOf(asked, controls.model, record);
  const classImages = await classImagesFor(asked, record, controls.model, sampling);
  const { own } = classImages;
  const settings = asked.method === 'lora' && own ? { ...asked, classImages: own.length } : asked;
  const earlier = await leftOf(record);
  withdrawRun(id);
  const recorder = new RunRecorder(id, settings, record, {
    ownClassImages: own ?? [],
    fewStepAdapter: sampling.adapter,
  });
  const run = follow(settings, { ...earlier, classImages, classSampling: sampling }, recorder, controls);
  const images = useDataset.getState().images.map(({ bytes, caption }) => ({ bytes, caption }));
  const unfinished = record && { identity: record.identity, state: earlier.checkpoint?.state ?? null };
  let result: TrainResult;
  try {
    // Flushed also when the run fails: a late delivery would show a run that is over as running.
    result = await train(
      {
        id,
        settings,
        images,
        classImages: classImages.images,
        classDrawing: sampling.drawing,
        sampleDrawing: defaultSampling(controls.model, SKETCH_STEPS),
        unfinished,
      },
      run.onEvent,
      controls.signal,
    ).finally(run.flush);
  } catch (error) {
    if (isPaused(error)) {
      const step = await recorder.paused();
      useTraining.setState({ run: { state: 'paused', id, step, steps: settings.steps } });
      return;
    }
    await (isCancelled(error) ? recorder.givenUp() : recorder.brokenOff());
    throw error;
  }
  const { stepsDone, stepsTaken, stopped } = result;
  const seconds = result.seconds + (earlier.checkpoint?.seconds ?? 0);
  const ended = { state: 'ended', stopped, stepsDone, stepsTaken, seconds } as const;
  if (stepsDone === 0) {
    useTraining.setState({ run: { ...ended, outcome: null } });
    await recorder.givenUp();
    return;
  }
  const thumbnail = images[0] && (await thumbnailOf(images[0].bytes));
  const outcome = await keepLearnt(result.item, {
    // Checkpoints and sample pictures belong to the item by it.
    id,
    name: settings.adapterName,
    createdAt: Date.now(),
    origin: {
      kind: 'trained',
      settings,
      losses: [...run.losses],
      evaluations: [...run.evaluations],
      stepsDone,
      stopped: stepsDone < settings.steps,
      seconds,
    },
    file: null,
    ...(thumbnail && { thumbnail }),
  });
  // While it lives on this page alone, its last checkpoint is all that outlives a reload.
  if (outcome.kept) await recorder.over();
  drawThumbnailIfQuick(outcome.item);
  useTraining.setState({ run: { ...ended, outcome } });
}

/** Puts what was learnt on its shelf of the library. */
async function keepLearnt(learnt: LearntItem, fields: LibraryRecord): Promise<RunOutcome> {
  const { record, kept } =
    learnt.method === 'lora'
      ? await keepLora(fields, learnt)
      : await embeddingRepository.keep({ ...fields, ...learnt });
  return { item: record, kept };
}

/** What an earlier session left of a run. */
interface Earlier {
  checkpoint: CheckpointRecord | null;
  samples: SamplePicture[];
}

async function leftOf(record: RunRecord | null): Promise<Earlier> {
  if (!record) return { checkpoint: null, samples: [] };
  const checkpoint = await checkpointOf(record);
  const samples = await samplesOf(record.id);
  const step = checkpoint?.state.trainer.step ?? -1;
  return {
    checkpoint,
    // Those after the checkpoint will be drawn again.
    samples: samples.filter((sample) => sample.step <= step),
  };
}

/** The class images that are there before a run begins. */
interface GivenClassImages {
  images: ArrayBuffer[];
  /** Where those that it draws are kept; null where it draws none. */
  set: ClassSetRecord | null;
  /** Ids of a person's own; null where they are not. */
  own: string[] | null;
}

/** @throws StudioError where a person's own are asked for and are not there */
async function classImagesFor(
  settings: TrainSettings,
  record: RunRecord | null,
  model: ModelInfo,
  sampling: ClassSampling,
): Promise<GivenClassImages> {
  if (settings.method !== 'lora') return { images: [], set: null, own: null };
  if (settings.ownClassImages) {
    const own = requireOwnClassImages(record?.ownClassImages ?? null).slice(0, LIMITS.classImages.max);
    return { images: own.map(({ png }) => png), set: null, own: own.map(({ id }) => id) };
  }
  const set = classSetFor(model, settings.classPrompt, settings.resolution, sampling);
  return { images: await readClassImages(set, settings.classImages), set, own: null };
}

/** What is there of a run before its worker begins. */
interface Before extends Earlier {
  classImages: GivenClassImages;
  classSampling: ClassSampling;
}

/** Gathers a run's events: keeps what must not be lost, and shows the rest at a pace that the page can keep. */
function follow(settings: TrainSettings, before: Before, recorder: RunRecorder, { model, report }: JobControls) {
  const started = performance.now();
  const secondsBefore = before.checkpoint?.seconds ?? 0;
  const losses: LossPoint[] = [...(before.checkpoint?.losses ?? [])];
  const evaluations: EvaluationPoint[] = [...(before.checkpoint?.evaluations ?? [])];
  const samples: SamplePicture[] = [...before.samples];
  const { images: given, set, own } = before.classImages;
  useTraining.setState({
    priorWeight: settings.method === 'lora' ? settings.priorWeight : 0,
    losses: [...losses],
    evaluations: [...evaluations],
    samples: [...samples],
    classImages: { images: given, reused: given.length, own: own !== null },
  });
  const shown = paced<TrainProgress>(SHOW_INTERVAL, (event) => {
    const { phase, done, total } = event;
    const pace = { timings: model.timings, nativeSize: model.nativeSize, classDrawing: before.classSampling.drawing };
    const fraction = trainingFraction(event, settings, pace);
    const secondsLeft = trainingSecondsLeft(event, settings, pace);
    report(fraction, secondsLeft);
    useTraining.setState((state) => ({
      run: {
        state: 'running',
        progress: { phase, done, total, secondsLeft },
        fraction,
        speed: event.phase === 'train' ? event : null,
      },
      losses: state.losses.length === losses.length ? state.losses : [...losses],
    }));
  });
  const keepDrawn = (picture: Picture, index: number) => {
    const png = encodePng(picture, {});
    if (set) recorder.classImage(set, png, index);
    const show = (image: ArrayBuffer) =>
      useTraining.setState(({ classImages }) => ({
        classImages: { ...classImages, images: [...classImages.images, image] },
      }));
    // Where it can't be encoded, it can't be kept either, and that is told.
    png.then(show, () => undefined);
  };
  const onEvent = (event: TrainEvent) => {
    switch (event.phase) {
      case 'begin':
        return recorder.begin(event.identity);
      case 'checkpoint':
        return recorder.checkpoint(event.state, {
          losses,
          evaluations,
          seconds: secondsBefore + (performance.now() - started) / 1000,
        });
      case 'kept':
        return recorder.learnt(event.step, event.error);
      case 'evaluation':
        evaluations.push(event.point);
        useTraining.setState({ evaluations: [...evaluations] });
        return;
      case 'sample': {
        const { phase: _, ...sample } = event;
        samples.push(sample);
        recorder.samplePicture(sample);
        useTraining.setState({ samples: [...samples] });
        return;
      }
      case 'class-images':
        if (event.picture) keepDrawn(event.picture, event.done - 1);
        break;
      case 'train':
        losses.push(...event.losses);
        break;
    }
    shown.offer(event);
  };
  return { onEvent, flush: shown.flush, losses, evaluations };
}
