/** The model and its device, and the one job that runs on them. */
import { create } from 'zustand';
import type { DeviceChoice, ModelInfo, OpenProgress, StudioFault } from '../../workers/protocol.ts';
import { JobQueue } from '../studio/JobQueue.ts';
import { faultOf } from '../studio/StudioError.ts';
import { onStudioCrash, openModel } from '../studio/studioClient.ts';
import { paced } from './paced.ts';

export type Opening =
  | { state: 'loading'; progress: OpenProgress | null }
  | { state: 'ready'; model: ModelInfo }
  | { state: 'failed'; fault: StudioFault };

/** The running job, as the status line shows it. */
export interface RunningJob {
  title: string;
  /** 0 to 1, or null while it is not known. */
  fraction: number | null;
  secondsLeft: number | null;
  /** What leaving the page would lose. */
  precious: boolean;
  cancel: () => void;
}

interface StudioState {
  opening: Opening;
  job: RunningJob | null;
  /** Jobs behind the running one. */
  waiting: number;
}

/** What a job is given to work with. */
export interface JobControls {
  model: ModelInfo;
  signal: AbortSignal;
  report: (fraction: number | null, secondsLeft: number | null) => void;
}

export interface Job<T> {
  result: Promise<T>;
  cancel: () => void;
}

/** Milliseconds between two updates of what is shown of a job. */
const REPORT_INTERVAL = 250;

export const useStudio = create<StudioState>(() => ({
  opening: { state: 'loading', progress: null },
  job: null,
  waiting: 0,
}));

const queue = new JobQueue();
let device: DeviceChoice = 'auto';
let opened: Promise<ModelInfo> | null = null;

onStudioCrash((error) => {
  opened = null;
  useStudio.setState({ opening: { state: 'failed', fault: error.fault } });
});

/** Opens the model on the device chosen; once it is opening or open, again is the same. */
export function openStudio(choice: DeviceChoice = device): Promise<ModelInfo> {
  device = choice;
  opened ??= open();
  return opened;
}

async function open(): Promise<ModelInfo> {
  useStudio.setState({ opening: { state: 'loading', progress: null } });
  const progress = paced<OpenProgress>(100, (latest) => {
    if (useStudio.getState().opening.state === 'loading') {
      useStudio.setState({ opening: { state: 'loading', progress: latest } });
    }
  });
  try {
    const model = await openModel(device, { kind: 'starter' }, progress.offer);
    useStudio.setState({ opening: { state: 'ready', model } });
    return model;
  } catch (error) {
    opened = null;
    useStudio.setState({ opening: { state: 'failed', fault: faultOf(error) } });
    throw error;
  } finally {
    progress.drop();
  }
}

/** Tries again after a failure; the outcome is seen in the store. */
export function reopenStudio(): void {
  openStudio().catch(() => undefined);
}

/** Waits for the model while it is opening; where opening has failed, tries once more. */
export function startJob<T>(title: string, precious: boolean, work: (controls: JobControls) => Promise<T>): Job<T> {
  const controller = new AbortController();
  const cancel = () => controller.abort();
  const run = async () => {
    useStudio.setState({
      job: { title, fraction: null, secondsLeft: null, precious, cancel },
      waiting: queue.waiting,
    });
    const shown = paced<Pick<RunningJob, 'fraction' | 'secondsLeft'>>(REPORT_INTERVAL, (latest) =>
      useStudio.setState(({ job }) => ({ job: job && { ...job, ...latest } })),
    );
    const report: JobControls['report'] = (fraction, secondsLeft) => shown.offer({ fraction, secondsLeft });
    try {
      return await work({ model: await openStudio(), signal: controller.signal, report });
    } finally {
      shown.drop();
      useStudio.setState({ job: null });
    }
  };
  const result = queue.run(run, controller.signal);
  const count = () => useStudio.setState({ waiting: queue.waiting });
  count();
  result.then(count, count);
  return { result, cancel };
}

/** The model's native size in pixels where it is open. */
export function nativeSize(): number | null {
  const { opening } = useStudio.getState();
  return opening.state === 'ready' ? opening.model.nativeSize : null;
}
