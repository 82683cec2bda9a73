/** The training run: its form, its progress, its losses, and the adapter it leaves in the library. */
import { create } from 'zustand';
import {
  type LossPoint,
  type Picture,
  type StudioFault,
  type TrainEvent,
  TrainSettings,
} from '../../workers/protocol.ts';
import { newRecordId } from '../storage/recordId.ts';
import { faultOf, isCancelled } from '../studio/StudioError.ts';
import { stopTraining, train } from '../studio/studioClient.ts';
import { drawThumbnailIfQuick } from './adapterPicture.ts';
import { useDataset } from './datasetStore.ts';
import { type Draft, type DraftReading, draftOf, readDraft } from './draft.ts';
import { adapterShelf } from './libraryStore.ts';
import { paced } from './paced.ts';
import { TRAINING_DEFAULTS } from './starterDefaults.ts';
import { type Job, type JobControls, startJob } from './studioStore.ts';
import { thumbnailOf } from './thumbnail.ts';
import { trainingFraction, trainingSecondsLeft } from './trainingProgress.ts';

export type TrainingRun =
  | { state: 'idle' }
  | { state: 'waiting' }
  | { state: 'running'; progress: Pick<TrainEvent, 'phase' | 'done' | 'total' | 'secondsLeft'>; fraction: number }
  | { state: 'ended'; stopped: boolean; adapter: EndedAdapter | null; stepsDone: number; seconds: number }
  | { state: 'cancelled' }
  | { state: 'failed'; fault: StudioFault };

/** The adapter a run left: where it is in the library, and whether storage took it. */
export interface EndedAdapter {
  id: string;
  name: string;
  kept: boolean;
}

interface TrainingState {
  draft: Draft<TrainSettings>;
  run: TrainingRun;
  losses: LossPoint[];
  /** Class images in the order they were drawn. */
  classPictures: Picture[];
}

/** Milliseconds between two updates of what the panel shows, so that the chart never holds up the page. */
const SHOW_INTERVAL = 250;

export const useTraining = create<TrainingState>(() => ({
  // An empty alpha follows the rank.
  draft: { ...draftOf(TRAINING_DEFAULTS), loraAlpha: '' },
  run: { state: 'idle' },
  losses: [],
  classPictures: [],
}));

let job: Job<void> | null = null;

export function editTraining(change: Partial<Draft<TrainSettings>>): void {
  useTraining.setState(({ draft }) => ({ draft: { ...draft, ...change } }));
}

export function readTraining(draft: Draft<TrainSettings>): DraftReading<TrainSettings> {
  const loraAlpha = draft.loraAlpha.trim() === '' ? draft.rank : draft.loraAlpha;
  return readDraft(TrainSettings, TRAINING_DEFAULTS, { ...draft, loraAlpha });
}

export const isActive = ({ state }: TrainingRun): boolean => state === 'waiting' || state === 'running';

/** Starts a run on the dataset as it is now. */
export async function startTraining(settings: TrainSettings): Promise<void> {
  if (isActive(useTraining.getState().run)) return;
  const images = useDataset.getState().images.map(({ bytes }) => bytes);
  useTraining.setState({ run: { state: 'waiting' }, losses: [], classPictures: [] });
  job = startJob(`Training “${settings.adapterName}”`, true, (controls) => runTraining(settings, images, controls));
  try {
    await job.result;
  } catch (error) {
    useTraining.setState({
      run: isCancelled(error) ? { state: 'cancelled' } : { state: 'failed', fault: faultOf(error) },
    });
  } finally {
    job = null;
  }
}

/** Ends the run after its step and keeps what was learnt; a run that waits for its turn has nothing to keep. */
export function stopKeeping(): void {
  if (useTraining.getState().run.state === 'waiting') job?.cancel();
  else stopTraining();
}

/** Ends the run and keeps nothing. */
export function discardTraining(): void {
  job?.cancel();
}

async function runTraining(settings: TrainSettings, images: ArrayBuffer[], controls: JobControls): Promise<void> {
  const { onEvent, flush } = follow(settings, controls);
  // Flushed also when the run fails: a late delivery would show a run that is over as running.
  const result = await train({ settings, images }, onEvent, controls.signal).finally(flush);
  const { stepsDone, stopped, seconds } = result;
  const ended = { state: 'ended', stopped, stepsDone, seconds } as const;
  if (stepsDone === 0) {
    useTraining.setState({ run: { ...ended, adapter: null } });
    return;
  }
  const thumbnail = images[0] && (await thumbnailOf(images[0]));
  const { record, kept } = await adapterShelf.keep({
    id: newRecordId(),
    name: settings.adapterName,
    createdAt: Date.now(),
    method: 'lora',
    adapter: result.adapter,
    origin: { kind: 'trained', settings, losses: useTraining.getState().losses, stepsDone, stopped },
    file: null,
    ...(thumbnail && { thumbnail }),
  });
  drawThumbnailIfQuick(record);
  useTraining.setState({ run: { ...ended, adapter: { id: record.id, name: record.name, kept } } });
}

/** Gathers a run's events, and shows them at a pace that the page can keep. */
function follow(settings: TrainSettings, { model, report }: JobControls) {
  const losses: LossPoint[] = [];
  const pictures: Picture[] = [];
  const shown = paced<TrainEvent>(SHOW_INTERVAL, (event) => {
    const { phase, done, total } = event;
    const fraction = trainingFraction(event, settings, model.timings);
    const secondsLeft = trainingSecondsLeft(event, settings, model.timings);
    report(fraction, secondsLeft);
    useTraining.setState((state) => ({
      run: { state: 'running', progress: { phase, done, total, secondsLeft }, fraction },
      losses: [...state.losses, ...losses.splice(0)],
      classPictures: [...state.classPictures, ...pictures.splice(0)],
    }));
  });
  const onEvent = (event: TrainEvent) => {
    if (event.phase === 'train') losses.push(...event.losses);
    if (event.phase === 'class-images' && event.picture) pictures.push(event.picture);
    shown.offer(event);
  };
  return { onEvent, flush: shown.flush };
}
