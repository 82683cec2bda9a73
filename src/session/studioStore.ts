/** The model and its device, and the one job that runs on them. */
import { create } from 'zustand';
import type { DeviceChoice } from '../contract/device.ts';
import type { ErrorInfo } from '../contract/errors.ts';
import type { ModelInfo, OpenProgress } from '../contract/studioWorker.ts';
import { paced } from '../kit/timing/paced.ts';
import { errorInfoOf, isCancelled } from '../kit/worker/outcome.ts';
import { JobQueue } from './JobQueue.ts';
import { type ModelChoice, readModelChoice, STARTER, writeModelChoice } from './modelChoice.ts';
import { notify } from './noticesStore.ts';
import { closeStudio, onStudioCrash, openModel } from './studioClient.ts';

export type Opening =
  | { state: 'loading'; choice: ModelChoice; progress: OpenProgress | null }
  | { state: 'ready'; model: ModelInfo }
  | { state: 'failed'; error: ErrorInfo };

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
  /** The model that will be opened once the jobs before it are done. */
  next: ModelChoice | null;
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
  opening: { state: 'loading', choice: STARTER, progress: null },
  job: null,
  waiting: 0,
  next: null,
}));

export const STARTER_CHOICE = STARTER;

const queue = new JobQueue();
let device: DeviceChoice = 'auto';
let chosen: ModelChoice | null = null;
let opened: Promise<ModelInfo> | null = null;

onStudioCrash((error) => {
  // Whoever is opening hears of it too, and has another way.
  if (useStudio.getState().opening.state === 'loading') return;
  opened = null;
  useStudio.setState({ opening: { state: 'failed', error: error.info } });
});

/** Opens the model chosen on the device chosen; once it is opening or open, again is the same. */
export function openStudio(choice: DeviceChoice = device): Promise<ModelInfo> {
  device = choice;
  chosen ??= chosenBefore();
  opened ??= openOrStarter(chosen);
  return opened;
}

/** Opens another model as soon as the jobs that were asked for before are done; how it went is seen in the store. */
export async function switchModel(choice: ModelChoice): Promise<void> {
  const open = async () => {
    useStudio.setState({ next: null });
    chosen = choice;
    opened = null;
    await openStudio();
  };
  useStudio.setState({ next: choice });
  await inLine(open, new AbortController().signal).catch(() => undefined);
}

/** Ends an opening that takes too long: the starter is opened instead. */
export function abandonOpening(): void {
  if (useStudio.getState().opening.state === 'loading') closeStudio();
}

/** A page that is left on purpose has not ended in the middle of opening a model. */
export function watchModelChoice(): void {
  addEventListener('pagehide', () => chosen && writeModelChoice(chosen, 'ended'));
}

/** What was chosen when the page was last open; the starter where that has ended the page. */
function chosenBefore(): ModelChoice {
  const { choice, ended } = readModelChoice();
  if (!ended) return choice;
  notify(
    `The page closed in the middle of opening “${choice.name}”; the starter is open instead.`,
    'Open it again in the library. If the page closes once more, the model needs more memory than the browser gives.',
  );
  return STARTER;
}

/** A model that can't be opened must not lock its person out: then it is the starter. */
async function openOrStarter(choice: ModelChoice): Promise<ModelInfo> {
  try {
    return await open(choice);
  } catch (error) {
    const info = errorInfoOf(error);
    // Without a device no model opens.
    if (choice.ref.kind === 'starter' || info.code === 'device-unavailable') return failed(info, error);
    if (!isCancelled(error)) {
      notify(`“${choice.name}” could not be opened: ${info.message} The starter is open instead.`, info.advice);
    }
    chosen = STARTER;
    return await open(STARTER).catch((another) => failed(errorInfoOf(another), another));
  }
}

function failed(info: ErrorInfo, error: unknown): never {
  opened = null;
  useStudio.setState({ opening: { state: 'failed', error: info } });
  throw error;
}

async function open(choice: ModelChoice): Promise<ModelInfo> {
  useStudio.setState({ opening: { state: 'loading', choice, progress: null } });
  writeModelChoice(choice, 'opening');
  const progress = paced<OpenProgress>(100, (latest) => {
    if (useStudio.getState().opening.state === 'loading') {
      useStudio.setState({ opening: { state: 'loading', choice, progress: latest } });
    }
  });
  try {
    const model = await openModel(device, choice.ref, progress.offer);
    useStudio.setState({ opening: { state: 'ready', model } });
    return model;
  } finally {
    writeModelChoice(choice, 'ended');
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
  return { result: inLine(run, controller.signal), cancel };
}

/** Runs a task in its turn, and counts those that wait. */
function inLine<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const result = queue.run(task, signal);
  const count = () => useStudio.setState({ waiting: queue.waiting });
  count();
  result.then(count, count);
  return result;
}

/** The model's native size in pixels where it is open. */
export function nativeSize(): number | null {
  const { opening } = useStudio.getState();
  return opening.state === 'ready' ? opening.model.nativeSize : null;
}
