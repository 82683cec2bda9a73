/** Opens models and runs jobs on them, one at a time. What this works with is handed in. */
import type { DeviceChoice } from '../contract/device.ts';
import type { ErrorInfo, StudioError } from '../contract/errors.ts';
import type { ModelRef } from '../contract/models.ts';
import type { ModelInfo, OpenProgress } from '../contract/studioWorker.ts';
import { t } from '../kit/language/t.ts';
import { paced } from '../kit/timing/paced.ts';
import { errorInfoOf, isCancelled } from '../kit/worker/outcome.ts';
import { JobQueue } from './JobQueue.ts';
import { type ModelChoice, STARTER } from './modelChoice.ts';
import type { StudioEvent } from './studioReducer.ts';
import type { JobEnd, RunningJob, StudioState } from './studioState.ts';

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

/** What opening and jobs need of the rest of the studio. */
export interface StudioTools {
  state: () => StudioState;
  tell: (event: StudioEvent) => void;
  /** Opens a model in place of the one that is open. @throws StudioError */
  openModel: (
    device: DeviceChoice,
    model: ModelRef,
    onProgress: (progress: OpenProgress) => void,
  ) => Promise<ModelInfo>;
  /** Ends the worker with whatever it is opening; who waits for it hears `cancelled`. */
  closeStudio: () => void;
  /** The model that was chosen when the page was last open; `ended`: opening it ended the page. */
  readChoice: () => { choice: ModelChoice; ended: boolean };
  writeChoice: (choice: ModelChoice, moment: 'opening' | 'ended') => void;
  notify: (message: string, advice: string) => void;
}

/** Milliseconds between two updates of what is shown of a job. */
const REPORT_INTERVAL = 250;
/** The same of opening. */
const OPENING_INTERVAL = 100;

export class StudioFlow {
  readonly #tools: StudioTools;
  readonly #queue = new JobQueue();
  #device: DeviceChoice = 'auto';
  #chosen: ModelChoice | null = null;
  #opened: Promise<ModelInfo> | null = null;

  constructor(tools: StudioTools) {
    this.#tools = tools;
  }

  /** Opens the model chosen on the device chosen; once it is opening or open, again is the same. */
  open(device: DeviceChoice = this.#device): Promise<ModelInfo> {
    this.#device = device;
    this.#chosen ??= this.#chosenBefore();
    this.#opened ??= this.#openOrStarter(this.#chosen);
    return this.#opened;
  }

  /** Opens another model as soon as the jobs that were asked for before are done; how it went is told. */
  async switchModel(choice: ModelChoice): Promise<void> {
    const { tell } = this.#tools;
    const open = async () => {
      tell({ type: 'model-turn', choice });
      this.#chosen = choice;
      this.#opened = null;
      await this.open();
    };
    tell({ type: 'model-chosen', choice });
    await this.#inLine(open, new AbortController().signal).catch(() => undefined);
  }

  /** Ends an opening that takes too long: the starter is opened instead. */
  abandonOpening(): void {
    if (this.#tools.state().opening.state === 'loading') this.#tools.closeStudio();
  }

  /** The worker is gone: the next job opens the model anew. */
  crashed({ info }: StudioError): void {
    const { state, tell } = this.#tools;
    // Whoever is opening hears of it too, and has another way.
    if (state().opening.state !== 'loading') this.#opened = null;
    tell({ type: 'crashed', error: info });
  }

  /** A page that is left on purpose has not ended in the middle of opening a model. */
  leave(): void {
    if (this.#chosen) this.#tools.writeChoice(this.#chosen, 'ended');
  }

  /**
   * Waits for the model while it is opening; where opening has failed, tries once more.
   * @param giveWay what “Cancel” in the status line does, where ending the job there would lose something
   */
  startJob<T>(
    title: string,
    precious: boolean,
    work: (controls: JobControls) => Promise<T>,
    giveWay?: () => void,
  ): Job<T> {
    const { tell } = this.#tools;
    const controller = new AbortController();
    const { signal } = controller;
    const cancel = () => controller.abort();
    const run = async () => {
      const job = { title, precious, cancel: giveWay ?? cancel };
      tell({ type: 'job-started', job, waiting: this.#queue.waiting });
      const shown = paced<Pick<RunningJob, 'fraction' | 'secondsLeft'>>(REPORT_INTERVAL, (latest) =>
        tell({ type: 'job-progressed', ...latest }),
      );
      const report: JobControls['report'] = (fraction, secondsLeft) => shown.offer({ fraction, secondsLeft });
      let end: JobEnd = 'done';
      try {
        return await work({ model: await this.open(), signal, report });
      } catch (error) {
        end = isCancelled(error) ? 'cancelled' : 'failed';
        throw error;
      } finally {
        shown.drop();
        tell({ type: 'job-ended', end });
      }
    };
    return { result: this.#inLine(run, signal), cancel };
  }

  /** Runs a task in its turn, and tells how many wait. */
  #inLine<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const result = this.#queue.run(task, signal);
    const count = () => this.#tools.tell({ type: 'line-changed', waiting: this.#queue.waiting });
    count();
    result.then(count, count);
    return result;
  }

  /** What was chosen when the page was last open; the starter where that has ended the page. */
  #chosenBefore(): ModelChoice {
    const { choice, ended } = this.#tools.readChoice();
    if (!ended) return choice;
    this.#tools.notify(
      t('The page closed in the middle of opening “{name}”; the starter is open instead.', { name: choice.name }),
      t(
        'Open it again in the library. If the page closes once more, the model needs more memory than the browser gives.',
      ),
    );
    return STARTER;
  }

  /** A model that can't be opened must not lock its person out: then it is the starter. */
  async #openOrStarter(choice: ModelChoice): Promise<ModelInfo> {
    try {
      return await this.#open(choice);
    } catch (error) {
      const info = errorInfoOf(error);
      // Without a device no model opens.
      if (choice.ref.kind === 'starter' || info.code === 'device-unavailable') return this.#failed(info, error);
      if (!isCancelled(error)) {
        const message = t('“{name}” could not be opened: {message} The starter is open instead.', {
          name: choice.name,
          message: info.message,
        });
        this.#tools.notify(message, info.advice);
      }
      this.#chosen = STARTER;
      return await this.#open(STARTER).catch((another) => this.#failed(errorInfoOf(another), another));
    }
  }

  #failed(info: ErrorInfo, error: unknown): never {
    this.#opened = null;
    this.#tools.tell({ type: 'opening-failed', error: info });
    throw error;
  }

  async #open(choice: ModelChoice): Promise<ModelInfo> {
    const { tell, openModel, closeStudio, writeChoice } = this.#tools;
    tell({ type: 'opening', choice });
    writeChoice(choice, 'opening');
    const shown = paced<OpenProgress>(OPENING_INTERVAL, (progress) => tell({ type: 'opening-progressed', progress }));
    try {
      const model = await openModel(this.#device, choice.ref, shown.offer);
      tell({ type: 'opened', model });
      return model;
    } catch (error) {
      // A runtime or a file that failed to load stays failed for as long as its worker lives: the next try gets a new one.
      closeStudio();
      throw error;
    } finally {
      writeChoice(choice, 'ended');
      shown.drop();
    }
  }
}
